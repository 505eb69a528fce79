import { type Kysely, sql } from "kysely";

/** Feeds as they are served, who wants what, and one row for each alert revision and subscription. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table feed_document (
      path text primary key,
      content_type text not null,
      body text not null,
      etag text not null,
      modified_at timestamptz not null
    );

    create table vapid_key (
      id text primary key,
      public_key text not null,
      private_key_encrypted bytea not null,
      created_at timestamptz not null default now(),
      retired_at timestamptz
    );

    create table subscription (
      id uuid primary key,
      channel text not null check (channel in ('web-push', 'webhook')),
      organisation_id uuid references organisation,
      -- Keyed hash: finds a repeated endpoint without keeping it readable.
      endpoint_hash bytea not null unique,
      endpoint_encrypted bytea not null,
      keys_encrypted bytea not null,
      vapid_key_id text references vapid_key,
      management_hash bytea not null,
      areas text[] not null,
      -- The areas and everything that they lie in.
      area_paths text[] not null,
      substance_classes text[] not null,
      level_floor smallint not null,
      audience text not null check (audience in ('public', 'outreach')),
      language text not null,
      created_at timestamptz not null default now(),
      ended_at timestamptz,
      ended_reason text,
      check ((channel = 'web-push') = (vapid_key_id is not null))
    );

    create table delivery (
      alert_id uuid not null,
      revision integer not null,
      subscription_id uuid not null references subscription on delete cascade,
      state text not null default 'pending' check (state in ('pending', 'accepted', 'gone', 'expired', 'failed')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default now(),
      lease_id uuid,
      lease_until timestamptz,
      last_answer text,
      finished_at timestamptz,
      primary key (alert_id, revision, subscription_id),
      foreign key (alert_id, revision) references alert_revision
    );
    create index delivery_due on delivery (next_attempt_at) where state = 'pending';
    create index delivery_lease on delivery (lease_id) where lease_id is not null;
    create index delivery_subscription on delivery (subscription_id);
  `.execute(db);
}
