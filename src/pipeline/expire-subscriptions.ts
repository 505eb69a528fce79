import { sql } from "kysely";
import { eraseSubscriptions } from "../db/erase-subscriptions.ts";
import type { Database } from "../db/open-database.ts";

const DAY_MS = 24 * 3_600_000;
const UNCONFIRMED_MS = DAY_MS;
const ENDED_MS = 30 * DAY_MS;
const AT_ONCE = 1_000;

/**
 * Erases subscriptions that no device has confirmed within a day, and those that ended 30 days ago. Runs by the clock; how many
 * it has erased.
 */
export async function expireSubscriptions(db: Database, now: Date): Promise<number> {
  let erased = 0;
  for (let some = AT_ONCE; some === AT_ONCE; erased += some) some = await eraseSome(db, now);
  return erased;
}

const eraseSome = (db: Database, now: Date): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const unconfirmedSince = new Date(now.getTime() - UNCONFIRMED_MS);
    const endedSince = new Date(now.getTime() - ENDED_MS);
    // Each by its own index.
    const { rows } = await sql<{ number: number }>`
      select number from subscription where number in (
        (select number from subscription where confirmed_at is null and created_at <= ${unconfirmedSince} limit ${AT_ONCE})
        union all
        (select number from subscription where ended_at <= ${endedSince} limit ${AT_ONCE})
      )
      limit ${AT_ONCE} for update skip locked`.execute(trx);
    await eraseSubscriptions(
      trx,
      rows.map(({ number }) => number),
    );
    return rows.length;
  });
