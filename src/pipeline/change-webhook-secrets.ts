import { randomBytes } from "node:crypto";
import { findWebhook } from "../db/own-webhooks.ts";
import type { Database } from "../db/open-database.ts";
import { addSecret, type WebhookSecret } from "../domain/webhook-secret.ts";
import type { Secrets } from "../secrets.ts";
import { openWebhookAddress, sealAddress } from "./subscriber-address.ts";

export interface WebhookSecretDeps {
  db: Database;
  secrets: Secrets;
  now: () => Date;
}

export type NewSecretOutcome =
  | { outcome: "made"; secret: string; formerSignUntil: Date }
  | { outcome: "too-many"; most: number }
  | { outcome: "unknown" };

/** 256 random bits in the form of Standard Webhooks. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** Makes another secret for an organisation's webhook. The former one signs beside it for 24 hours. */
export async function makeWebhookSecret(
  deps: WebhookSecretDeps,
  organisationId: string,
  id: string,
): Promise<NewSecretOutcome> {
  const secret = newWebhookSecret();
  const added = await changeSecrets(deps, organisationId, id, (known) =>
    addSecret(known, secret, deps.now()),
  );
  if (added?.outcome !== "added") return added ?? { outcome: "unknown" };
  return { outcome: "made", secret, formerSignUntil: added.formerSignUntil };
}

/** From now on the newest secret signs alone. False when the organisation has no such webhook. */
export async function retireFormerSecrets(
  deps: WebhookSecretDeps,
  organisationId: string,
  id: string,
): Promise<boolean> {
  const kept = await changeSecrets(deps, organisationId, id, ([newest]) => ({
    secrets: newest ? [newest] : [],
  }));
  return kept !== undefined;
}

/** What `change` makes of the secrets is stored where there are `secrets` in it. Undefined: there is no such webhook. */
const changeSecrets = <T extends { secrets?: WebhookSecret[] }>(
  { db, secrets }: WebhookSecretDeps,
  organisationId: string,
  id: string,
  change: (known: readonly WebhookSecret[]) => T,
): Promise<T | undefined> =>
  db.transaction().execute(async (trx) => {
    const own = await findWebhook(trx, organisationId, id, { locked: true });
    const address = own && openWebhookAddress(secrets, own.address_sealed);
    if (!own || !address) return undefined;
    const changed = change(address.secrets);
    if (changed.secrets)
      await trx
        .updateTable("subscription")
        .set({ address_sealed: sealAddress(secrets, { ...address, secrets: changed.secrets }) })
        .where("number", "=", own.number)
        .execute();
    return changed;
  });
