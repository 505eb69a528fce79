import { ECDH } from "node:crypto";
import * as z from "zod";
import type { Database } from "../db/open-database.ts";
import { type FieldError, pointerTo } from "../domain/field-error.ts";
import { Interest } from "../domain/interest.ts";
import { InvitationToken } from "../domain/invitation.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { rankOf } from "../domain/level.ts";
import { checkPushEndpoint } from "../domain/push-endpoint.ts";
import { eraseSubscriptions } from "../db/erase-subscriptions.ts";
import { isPartOfFlood } from "../db/flood-of-subscriptions.ts";
import { type InterestColumns, lockOwn } from "../db/manage-subscription.ts";
import type { Secrets } from "../secrets.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { hashEndpoint, type NewDestination, saveSubscription } from "./save-subscription.ts";

const isOnCurve = (key: string): boolean => {
  const bytes = Buffer.from(key, "base64url");
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, "prime256v1");
    return true;
  } catch {
    return false;
  }
};

/** What `PushSubscription.toJSON()` gives in a browser. */
export const PushSubscriptionJson = z.strictObject({
  endpoint: z.string().max(1024),
  expirationTime: z.number().nullish(),
  keys: z.strictObject({
    p256dh: z
      .string()
      .max(120)
      .refine(isOnCurve, "must be an uncompressed P-256 public key (65 bytes, base64url)"),
    auth: z
      .string()
      .max(40)
      .refine((text) => Buffer.from(text, "base64url").length === 16, "must be 16 bytes, base64url"),
  }),
});
export const SubscriptionRequest = z.strictObject({
  subscription: PushSubscriptionJson,
  interest: Interest.prefault({}),
  /** From the link of an organisation: makes it a subscription to what outreach teams are told. */
  invitation: InvitationToken.optional(),
  /** The subscription that this one takes the place of: it is erased, and what it was told as an invited one goes on. */
  replaces: z.strictObject({ id: z.uuid(), managementToken: z.string().max(100) }).optional(),
});
export type SubscriptionRequest = z.infer<typeof SubscriptionRequest>;

export interface SubscribeDeps {
  db: Database;
  secrets: Secrets;
  knowledge: Knowledge;
  vapidKeyId: string;
  localOrigins: readonly string[];
  now: () => Date;
}

export type SubscribeOutcome =
  | { outcome: "subscribed"; id: string; managementToken: string }
  | { outcome: "refused"; errors: FieldError[] }
  | { outcome: "too-many" };

/** Areas as canonical codes; what is not known is an error that names it, below `path`. */
export function interestColumns(
  interest: Interest,
  knowledge: Knowledge,
  path: readonly PropertyKey[] = ["interest"],
): { errors: FieldError[]; columns: InterestColumns } {
  const errors: FieldError[] = [];
  const areas = interest.areas.flatMap((code, index) => {
    const area = knowledge.areas.find(code);
    if (!area)
      errors.push({
        pointer: pointerTo([...path, "areas", index]),
        detail: `"${code}" is not a known area; use ISO 3166 codes such as PL or PL-14`,
      });
    return area ? [area.code] : [];
  });
  for (const [index, id] of interest.substanceClasses.entries())
    if (!knowledge.catalogue.hasClass(id))
      errors.push({
        pointer: pointerTo([...path, "substanceClasses", index]),
        detail: `"${id}" is not a known substance class`,
      });
  const { quietHours } = interest;
  return {
    errors,
    columns: {
      areas: [...new Set(areas)],
      substance_classes: [...new Set(interest.substanceClasses)],
      level_floor: rankOf(interest.levelFloor),
      language: interest.language,
      quiet_from: quietHours?.from ?? null,
      quiet_to: quietHours?.to ?? null,
      quiet_below: quietHours ? rankOf(quietHours.below) : null,
      time_zone: quietHours?.timeZone ?? null,
    },
  };
}

const UNUSABLE_INVITATION: FieldError = {
  pointer: "#/invitation",
  detail: "cannot be used: it is unknown, has expired, or was revoked or used up; ask whoever sent it",
};

/**
 * Takes a browser's push subscription. Nothing is kept about the person: no address, no user agent. The same browser
 * subscribing again gets a new management token and the new interest; the old token ends. Alerts are sent once the device has
 * confirmed the first message.
 */
export async function subscribe(
  deps: SubscribeDeps,
  request: SubscriptionRequest,
): Promise<SubscribeOutcome> {
  const { endpoint, keys } = request.subscription;
  const checked = checkPushEndpoint(endpoint, deps.localOrigins);
  const { errors, columns } = interestColumns(request.interest, deps.knowledge);
  if (checked.outcome === "refused") {
    errors.unshift({ pointer: "#/subscription/endpoint", detail: checked.detail });
    return { outcome: "refused", errors };
  }
  if (errors.length > 0) return { outcome: "refused", errors };
  const destination: NewDestination = {
    channel: "web-push",
    pushService: checked.service,
    organisation_id: null,
    vapid_key_id: deps.vapidKeyId,
    audience: "public",
  };
  const { invitation, replaces } = request;
  const address = { endpoint, ...keys };
  const endpointHash = hashEndpoint(deps.secrets, destination, address);
  return deps.db.transaction().execute(async (trx): Promise<SubscribeOutcome> => {
    if (await isPartOfFlood(trx, endpointHash)) return { outcome: "too-many" };
    const invited = invitation
      ? await acceptInvitation(trx, invitation, endpointHash, deps.now())
      : undefined;
    if (invited?.outcome === "unusable") return { outcome: "refused", errors: [UNUSABLE_INVITATION] };
    const named = replaces && (await lockOwn(trx, replaces.id, replaces.managementToken));
    const former = named?.channel === "web-push" ? named : undefined;
    const organisation_id = invited?.organisationId ?? former?.organisation_id;
    const guest = organisation_id ? { audience: "outreach" as const, organisation_id } : {};
    const saved = await saveSubscription(
      { ...deps, db: trx },
      { ...destination, ...guest },
      address,
      columns,
    );
    if (former && former.number !== saved.number) await eraseSubscriptions(trx, [former.number]);
    return saved;
  });
}
