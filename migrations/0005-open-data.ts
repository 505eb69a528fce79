import { type Kysely, sql } from "kysely";

/** The newest edition of the open data, replaced as a whole every night. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table open_data_file (
      name text primary key,
      content_type text not null,
      body text not null,
      etag text not null,
      made_at timestamptz not null
    );

    -- How many samples of the edition held a substance (empty: all that were checked) in a region and a month ("2026-07"),
    -- or in what is coarser: a year ("2026") or the whole time (empty).
    create table open_data_count (
      substance_id text not null,
      region text not null,
      period text not null,
      samples integer not null check (samples > 0),
      primary key (substance_id, region, period)
    );
  `.execute(db);
}
