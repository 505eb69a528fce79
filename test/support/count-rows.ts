import { sql } from "kysely";
import type { Database } from "../../src/db/open-database.ts";

/** How many rows there are of everything that a submission may write. */
export async function countRows(db: Database): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from session)::int as sessions, (select count(*) from sample)::int as samples,
      (select count(*) from analysis)::int as analyses, (select count(*) from finding)::int as findings,
      (select count(*) from sample_revision)::int as revisions, (select count(*) from conflict)::int as conflicts,
      (select count(*) from outbox)::int as events, (select count(*) from subscription)::int as subscriptions`.execute(
    db,
  );
  return rows[0] ?? {};
}
