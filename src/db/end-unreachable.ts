import { eraseSubscriptions } from "./erase-subscriptions.ts";
import { unindexInterest } from "./index-interest.ts";
import type { Database } from "./open-database.ts";

/** The push service does not know this subscription any more: it ends, and one that was never confirmed is erased at once. */
export const endUnreachable = (db: Database, number: number, now: Date): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom("subscription")
      .select("confirmed_at")
      .where("number", "=", number)
      .where("ended_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!known) return;
    if (!known.confirmed_at) return eraseSubscriptions(trx, [number]);
    await endAsGone(trx, [number], now);
  });

/** Ends subscriptions softly, so that they can be brought back; part of the caller's transaction. */
export async function endAsGone(db: Database, numbers: readonly number[], now: Date): Promise<void> {
  await unindexInterest(db, numbers);
  await db
    .updateTable("subscription")
    .set({ ended_at: now, ended_reason: "gone" })
    .where("number", "in", numbers)
    .where("ended_at", "is", null)
    .execute();
}

/** The push service says that they were made for another application server key: their holders have to subscribe anew. */
export async function markForNewSubscription(db: Database, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  await db
    .updateTable("subscription")
    .set({ needs_new_subscription: true })
    .where("number", "in", numbers)
    .execute();
}
