import { indexInterest } from "./index-interest.ts";
import type { Database } from "./open-database.ts";

/** From now on the subscription gets alerts, unless it has ended or got them before; part of the caller's transaction. */
export async function markConfirmed(db: Database, number: number, confirmedAt: Date): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("subscription")
    .set({ confirmed_at: confirmedAt })
    .where("number", "=", number)
    .where("ended_at", "is", null)
    .where("confirmed_at", "is", null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) await indexInterest(db, [number]);
}
