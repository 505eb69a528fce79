import { timingSafeEqual } from "node:crypto";
import { markConfirmed } from "../db/mark-confirmed.ts";
import { storeMessageKeys } from "../db/message-keys.ts";
import type { Database } from "../db/open-database.ts";
import type { Secrets } from "../secrets.ts";
import { confirmationCode } from "./confirmation-code.ts";
import { sealedKeyFor } from "./subscriber-keys.ts";

export type ConfirmOutcome = { outcome: "confirmed"; confirmedAt: Date } | { outcome: "unknown" };

/**
 * A device has received the first message and sends back the code in it: from now on it gets alerts. Saying so twice is
 * harmless. The key of its next message is made here, while nobody waits for it.
 */
export async function confirmSubscription(
  { db, secrets, now }: { db: Database; secrets: Secrets; now: () => Date },
  id: string,
  code: string,
): Promise<ConfirmOutcome> {
  return db.transaction().execute(async (trx): Promise<ConfirmOutcome> => {
    const known = await trx
      .selectFrom("subscription")
      .select(["number", "endpoint_hash", "address_sealed", "confirmed_at"])
      .where("id", "=", id)
      .where("channel", "=", "web-push")
      .where("ended_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!known || !isSame(code, confirmationCode(secrets, { id, endpointHash: known.endpoint_hash })))
      return { outcome: "unknown" };
    if (known.confirmed_at) return { outcome: "confirmed", confirmedAt: known.confirmed_at };
    const confirmedAt = now();
    await markConfirmed(trx, known.number, confirmedAt);
    const sealed = sealedKeyFor(secrets, known.address_sealed);
    if (sealed) await storeMessageKeys(trx, [{ subscription: known.number, sealed }]);
    return { outcome: "confirmed", confirmedAt };
  });
}

const isSame = (given: string, right: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};
