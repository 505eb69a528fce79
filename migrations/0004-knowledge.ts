import { type Kysely, sql } from "kysely";

/** What an installation decided about threshold packs, and what looking back at earlier results needs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table adopted_pack (
      pack_id text not null,
      version text not null,
      adopted_by text not null,
      adopted_at timestamptz not null default now(),
      primary key (pack_id, version)
    );

    -- The first day on which a substance was found in a country by a method that confirms identity.
    create table first_found (
      substance_id text not null,
      country text not null,
      day date not null,
      primary key (substance_id, country)
    );

    -- How many samples were looked at, whatever was found.
    create table samples_looked_at (
      country text not null,
      day date not null,
      samples integer not null,
      primary key (country, day)
    );

    -- Found quickly: earlier strengths of one substance.
    create index finding_strength on finding (substance_id) where amount_value is not null;
    create index analysis_analysed_at on analysis (analysed_at);
  `.execute(db);
}
