import { interestOf } from "../db/manage-subscription.ts";
import type { WebhookRow } from "../db/own-webhooks.ts";
import { signingSecrets } from "../domain/webhook-secret.ts";
import type { Secrets } from "../secrets.ts";
import { openWebhookAddress } from "./subscriber-address.ts";

/**
 * What an organisation may know of its webhook: all but the secrets. `url` is null when no key that is here opens it.
 * `lastChallenge`: why the newest challenge was not answered; null when it was, or was not sent yet.
 */
export function describeWebhook(secrets: Secrets, row: WebhookRow, now: Date) {
  const address = openWebhookAddress(secrets, row.address_sealed);
  return {
    id: row.id,
    url: address?.endpoint ?? null,
    interest: interestOf(row),
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    lastChallenge: row.last_failure,
    endedAt: row.ended_at,
    endedReason: row.ended_reason,
    signingSecrets: address ? signingSecrets(address.secrets, now).length : 0,
  };
}
