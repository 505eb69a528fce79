import { type Resolve, whereLeads } from "../adapters/public-address.ts";
import { WEBHOOKS } from "../db/push-services.ts";
import type { FieldError } from "../domain/field-error.ts";
import type { Interest } from "../domain/interest.ts";
import { checkWebhookAddress } from "../domain/webhook-address.ts";
import { newWebhookSecret } from "./change-webhook-secrets.ts";
import { type NewDestination, saveSubscription } from "./save-subscription.ts";
import { interestColumns, type SubscribeDeps } from "./subscribe.ts";

export type RegisterDeps = SubscribeDeps & { resolve: Resolve };

export type RegisterOutcome =
  | { outcome: "registered"; id: string; managementToken: string; secret: string }
  | { outcome: "refused"; errors: FieldError[] };

/** A name server that is slow says nothing against a webhook. */
const RESOLVE_MS = 2_000;

/**
 * Takes an organisation's own server as a destination; it gets alerts once it has answered a challenge. Registering the same
 * address again replaces interest, secret and management token.
 */
export async function registerWebhook(
  deps: RegisterDeps,
  organisationId: string,
  { url, interest }: { url: string; interest: Interest },
): Promise<RegisterOutcome> {
  const { errors, columns } = interestColumns(interest, deps.knowledge);
  const checked = checkWebhookAddress(url, deps.localOrigins);
  const detail = checked.outcome === "refused" ? checked.detail : await whyNotPublic(deps, checked.url);
  if (detail !== undefined) errors.unshift({ pointer: "#/url", detail });
  if (checked.outcome === "refused" || errors.length > 0) return { outcome: "refused", errors };
  const secret = newWebhookSecret();
  const destination: NewDestination = {
    channel: "webhook",
    pushService: WEBHOOKS,
    organisation_id: organisationId,
    vapid_key_id: null,
    audience: "outreach",
  };
  const address = { endpoint: checked.url.href, secrets: [{ secret, signsUntil: null }] };
  const { id, managementToken } = await deps.db
    .transaction()
    .execute((trx) => saveSubscription({ ...deps, db: trx }, destination, address, columns));
  return { outcome: "registered", id, managementToken, secret };
}

async function whyNotPublic({ localOrigins, resolve }: RegisterDeps, url: URL): Promise<string | undefined> {
  if (localOrigins.includes(url.origin)) return undefined;
  const leads = await whereLeads(url.hostname, resolve, RESOLVE_MS);
  return leads === "not-public" ? `${url.hostname} does not lead to a public address` : undefined;
}
