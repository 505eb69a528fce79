import { sql } from "kysely";
import type { Database } from "./open-database.ts";

/**
 * So many first messages may be unanswered of subscriptions made within a minute. Devices answer within seconds, so a field
 * full of people stays far below; whoever makes up subscriptions does not, and then nobody new gets in for a minute.
 */
const MOST_UNCONFIRMED_A_MINUTE = 2_000;

/** Whether subscriptions come in that nobody answers for, and this one is not known yet. Knows nothing of who sends them. */
export async function isPartOfFlood(db: Database, endpointHash: Buffer): Promise<boolean> {
  const { rows } = await sql<{ isFlood: boolean }>`
    select count(*) >= ${MOST_UNCONFIRMED_A_MINUTE}
      and not exists (select from subscription where endpoint_hash = ${endpointHash}) as "isFlood"
    from (
      select from subscription where confirmed_at is null and created_at > now() - interval '1 minute'
      limit ${MOST_UNCONFIRMED_A_MINUTE}
    ) as unanswered`.execute(db);
  return rows[0]?.isFlood === true;
}
