import { sql } from "kysely";
import { unindexInterest } from "./index-interest.ts";
import type { Database } from "./open-database.ts";

/**
 * Erases all that is kept about subscriptions, whatever state they are in; part of the caller's transaction. What was sent to
 * them stays counted under numbers that mean nobody, and what is still to be sent finds nobody.
 */
export async function eraseSubscriptions(db: Database, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  await unindexInterest(db, numbers);
  await db.deleteFrom("message_key").where("subscription", "in", numbers).execute();
  await sql`
    with erased as (delete from subscription where number = any(${numbers}::int[]) returning id)
    delete from outbox where topic = 'subscription-made' and subject_id in (select id from erased)`.execute(
    db,
  );
}
