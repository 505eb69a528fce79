import { type Kysely, sql } from "kysely";

/** Who wants what, and one row for each alert revision and subscription. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Who outside is told that something was published (a WebSub hub, the edge), and what they were told of last.
    create table follower (
      name text primary key,
      told_version bigint not null,
      told_at timestamptz not null
    );

    create table vapid_key (
      id text primary key,
      public_key text not null,
      private_key_encrypted bytea not null,
      created_at timestamptz not null default now(),
      retired_at timestamptz
    );

    -- Who messages are posted to: one row for each push service that we know (see push-endpoint.ts), one for all webhooks together.
    create table push_service (
      id smallint generated always as identity primary key,
      name text not null unique,
      -- Our credentials are refused there: it is asked again every few minutes. Nobody is deleted for it.
      stopped_at timestamptz,
      stopped_because text,
      -- So many subscriptions were said to be gone at once that none is ended for it until an operator says so.
      keeps_gone_since timestamptz,
      trusts_gone_until timestamptz
    );

    create table subscription (
      -- What its holder knows.
      id uuid primary key,
      -- What the tables below know.
      number integer generated always as identity unique,
      channel text not null check (channel in ('web-push', 'webhook')),
      push_service_id smallint not null references push_service,
      organisation_id uuid references organisation,
      -- Keyed hash: finds a repeated endpoint without keeping it readable.
      endpoint_hash bytea not null unique,
      -- Where messages go, and the keys for them.
      address_sealed bytea not null,
      vapid_key_id text references vapid_key,
      management_hash bytea not null,
      areas text[] not null,
      substance_classes text[] not null,
      level_floor smallint not null,
      audience text not null check (audience in ('public', 'outreach')),
      language text not null,
      -- Minutes after midnight in the subscriber's own time zone; alerts from quiet_below on come through all the same.
      quiet_from smallint check (quiet_from between 0 and 1439),
      quiet_to smallint check (quiet_to between 0 and 1439),
      quiet_below smallint,
      time_zone text,
      created_at timestamptz not null default now(),
      -- A first message has reached the device or the webhook and was answered. Nothing else is sent before.
      confirmed_at timestamptz,
      -- The push service says that the subscription was made for another application server key.
      needs_new_subscription boolean not null default false,
      ended_at timestamptz,
      ended_reason text,
      check ((channel = 'web-push') = (vapid_key_id is not null)),
      check (num_nulls(quiet_from, quiet_to, quiet_below, time_zone) in (0, 4))
    );
    create index subscription_unconfirmed on subscription (created_at) where confirmed_at is null;
    create index subscription_ended on subscription (ended_at) where ended_at is not null;

    -- Bits of subscription_interest.class_mask.
    create table substance_class (
      id text primary key,
      bit smallint not null unique check (bit between 0 and 61)
    );

    -- Who can be reached and wants to hear of an area ('*': of all): only confirmed subscriptions that have not ended, one row
    -- for each area. Written with every change of a subscription; read by the index alone.
    create table subscription_interest (
      area text not null,
      subscription integer not null,
      push_service_id smallint not null,
      level_floor smallint not null,
      is_outreach boolean not null,
      -- 0: all substances.
      class_mask bigint not null,
      primary key (area, subscription) include (push_service_id, level_floor, is_outreach, class_mask)
    );

    -- What of a message does not depend on its words, made ahead while there is nothing else to do; sealed, and taken out before
    -- it is used. Unlogged: no replica or backup of a running server brings back one that was used. A copy of a stopped server's
    -- files could, so keys made before the server was started are never used.
    create unlogged table message_key (
      subscription integer primary key,
      sealed bytea not null,
      made_at timestamptz not null default now()
    );

    -- One published revision on its way.
    create table fan_out (
      id integer generated always as identity primary key,
      alert_id uuid not null,
      revision integer not null,
      level smallint not null,
      started_at timestamptz not null default now(),
      -- Subscriptions up to this number have been asked; all of them once expanded_at is set.
      expanded_to integer not null default 0,
      expanded_at timestamptz,
      -- Deliveries written, counted as they are written.
      intended integer not null default 0,
      -- Nothing is sent any more: withdrawn, expired or overtaken by a newer revision.
      stopped_at timestamptz,
      stopped_because text,
      unique (alert_id, revision),
      foreign key (alert_id, revision) references alert_revision
    );
    create index fan_out_open on fan_out (id) where expanded_at is null and stopped_at is null;

    create type delivery_state as enum ('pending', 'held', 'accepted', 'gone', 'expired', 'failed');

    -- What became of one message to one subscription; until it is first tried it stands in its chunk alone. No reference to the
    -- subscription: who deletes one leaves a number that means nobody.
    create table delivery (
      fan_out_id integer not null,
      subscription integer not null,
      push_service_id smallint not null,
      attempts smallint not null default 0,
      state delivery_state not null,
      -- When to go on, while the state is pending or held.
      due_at timestamptz,
      finished_at timestamptz,
      last_answer text,
      -- When the organisation behind a webhook last asked for it again.
      replayed_at timestamptz,
      primary key (fan_out_id, push_service_id, subscription),
      check ((state in ('pending', 'held')) = (due_at is not null))
    );

    -- Deliveries of one revision to one push service, between two numbers of subscriptions: claimed, sent and settled together.
    create table delivery_chunk (
      fan_out_id integer not null references fan_out,
      push_service_id smallint not null references push_service,
      first integer not null,
      last integer not null,
      -- Those that nothing has been sent to. The others are rows of "delivery".
      untried integer[] not null,
      level smallint not null,
      -- Null: nothing is left to do.
      due_at timestamptz default now(),
      -- Counts the claims, and so fences: only the newest claim may settle.
      claims integer not null default 0,
      lease_until timestamptz,
      primary key (fan_out_id, push_service_id, first)
    );
    create index delivery_chunk_due on delivery_chunk (push_service_id, level desc, due_at) where due_at is not null;

    -- What came of a revision at one push service so far.
    create table fan_out_service (
      fan_out_id integer not null references fan_out,
      push_service_id smallint not null references push_service,
      accepted integer not null default 0,
      gone integer not null default 0,
      failed integer not null default 0,
      first_accepted_at timestamptz,
      last_accepted_at timestamptz,
      primary key (fan_out_id, push_service_id)
    );
  `.execute(db);
}
