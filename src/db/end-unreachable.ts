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
    await unindexInterest(trx, [number]);
    await trx
      .updateTable("subscription")
      .set({ ended_at: now, ended_reason: "gone" })
      .where("number", "=", number)
      .execute();
  });

/** The push service says that it was made for another application server key: its holder has to subscribe anew. */
export async function markForNewSubscription(db: Database, number: number): Promise<void> {
  await db
    .updateTable("subscription")
    .set({ needs_new_subscription: true })
    .where("number", "=", number)
    .execute();
}
