import { ECDH } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod";
import type { Database } from "../db/open-database.ts";
import { type FieldError, pointerTo } from "../domain/field-error.ts";
import { Interest } from "../domain/interest.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { rankOf } from "../domain/level.ts";
import { checkPushEndpoint } from "../domain/push-endpoint.ts";
import { hashToken, newToken, type Secrets } from "../secrets.ts";

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
});
export type SubscriptionRequest = z.infer<typeof SubscriptionRequest>;

export interface SubscribeDeps {
  db: Database;
  secrets: Secrets;
  knowledge: Knowledge;
  vapidKeyId: string;
  localOrigins: readonly string[];
}

export type SubscribeOutcome =
  | { outcome: "subscribed"; id: string; managementToken: string }
  | { outcome: "refused"; errors: FieldError[] };

/** Areas as canonical codes with everything they lie in; an unknown one is an error that names it, below `path`. */
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
  const area_paths = [...new Set(areas.flatMap((code) => knowledge.areas.path(code)))];
  return {
    errors,
    columns: {
      areas,
      area_paths,
      substance_classes: interest.substanceClasses,
      level_floor: rankOf(interest.levelFloor),
      language: interest.language,
    },
  };
}

interface InterestColumns {
  areas: string[];
  area_paths: string[];
  substance_classes: string[];
  level_floor: number;
  language: string;
}

/**
 * Takes a browser's push subscription. Nothing is kept about the person: no address, no user agent. The same browser
 * subscribing again gets a new management token and the new interest; the old token ends.
 */
export async function subscribe(
  deps: SubscribeDeps,
  request: SubscriptionRequest,
): Promise<SubscribeOutcome> {
  const { endpoint, keys } = request.subscription;
  const checked = checkPushEndpoint(endpoint, deps.localOrigins);
  const { errors, columns } = interestColumns(request.interest, deps.knowledge);
  if (checked.outcome === "refused")
    errors.unshift({ pointer: "#/subscription/endpoint", detail: checked.detail });
  if (errors.length > 0) return { outcome: "refused", errors };
  const destination = {
    channel: "web-push" as const,
    organisation_id: null,
    vapid_key_id: deps.vapidKeyId,
    audience: "public" as const,
  };
  return saveSubscription(deps, destination, endpoint, keys, columns);
}

/** Each organisation has its own webhook at an address: registering one that another uses must not take it over. */
const owned = (endpoint: string, organisationId: string | null): string =>
  organisationId === null ? endpoint : `${organisationId} ${endpoint}`;

/** Stores a destination, encrypted, found again by keyed hash. */
export async function saveSubscription(
  deps: Pick<SubscribeDeps, "db" | "secrets">,
  destination: {
    channel: "web-push" | "webhook";
    organisation_id: string | null;
    vapid_key_id: string | null;
    audience: "public" | "outreach";
  },
  endpoint: string,
  keys: Record<string, string>,
  columns: InterestColumns,
): Promise<Extract<SubscribeOutcome, { outcome: "subscribed" }>> {
  const managementToken = newToken();
  const changeable = {
    keys_encrypted: deps.secrets.encrypt(JSON.stringify(keys), "subscription-keys"),
    vapid_key_id: destination.vapid_key_id,
    management_hash: hashToken(managementToken),
    ...columns,
  };
  const { id } = await deps.db
    .insertInto("subscription")
    .values({
      id: uuidv7(),
      ...destination,
      ...changeable,
      endpoint_hash: deps.secrets.keyedHash(owned(endpoint, destination.organisation_id), "endpoint"),
      endpoint_encrypted: deps.secrets.encrypt(endpoint, "endpoint"),
      ended_at: null,
      ended_reason: null,
    })
    .onConflict((conflict) =>
      conflict.column("endpoint_hash").doUpdateSet({ ...changeable, ended_at: null, ended_reason: null }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return { outcome: "subscribed", id, managementToken };
}
