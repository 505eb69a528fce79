import { type Kysely, sql } from "kysely";

/** Who may do what, and the results as they came in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table installation (name text primary key, value text not null);

    create table organisation (
      id uuid primary key,
      name text not null unique,
      created_at timestamptz not null default now()
    );

    create table reviewer (
      id uuid primary key,
      organisation_id uuid not null references organisation,
      name text not null,
      created_at timestamptz not null default now(),
      disabled_at timestamptz,
      unique (organisation_id, name)
    );

    create table api_key (
      id text primary key,
      organisation_id uuid not null references organisation,
      reviewer_id uuid references reviewer,
      name text not null,
      secret_hash bytea not null,
      scopes text[] not null check (scopes <@ array['submit', 'read', 'review', 'webhook']),
      created_at timestamptz not null default now(),
      last_used_on date,
      revoked_at timestamptz,
      check (not 'review' = any (scopes) or reviewer_id is not null)
    );

    -- One use each: the first reviewer, and every later sign-in. Only a hash is kept.
    create table one_time_link (
      token_hash bytea primary key,
      reviewer_id uuid references reviewer,
      expires_at timestamptz not null,
      used_at timestamptz
    );

    -- A link by which an organisation lets people subscribe to what outreach teams are told. Only a hash is kept, and not who used it.
    create table invitation (
      id uuid primary key,
      organisation_id uuid not null references organisation,
      token_hash bytea not null unique,
      name text,
      -- Null: the operator.
      created_by uuid references reviewer,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      most_uses integer not null check (most_uses > 0),
      uses integer not null default 0 check (uses <= most_uses),
      revoked_at timestamptz
    );

    create table sign_in (
      token_hash bytea primary key,
      reviewer_id uuid not null references reviewer,
      started_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      expires_at timestamptz not null
    );

    create table session (
      id uuid primary key,
      organisation_id uuid not null references organisation,
      name text not null,
      area text not null,
      opens_at timestamptz,
      received_at timestamptz not null default now(),
      body_hash bytea not null
    );

    create table sample (
      id uuid primary key,
      organisation_id uuid not null references organisation,
      session_id uuid not null references session,
      sample_code text not null,
      revision integer not null default 1,
      body_hash bytea not null,
      received_at timestamptz not null default now(),
      area text not null,
      expected_name text,
      expected_substance_id text,
      form text not null,
      colour text,
      logo text,
      appearance text,
      weight_mg double precision,
      collected_on date,
      unique (session_id, sample_code)
    );

    create table analysis (
      id uuid primary key,
      sample_id uuid not null references sample,
      method_id text not null,
      analysed_at timestamptz not null,
      received_at timestamptz not null default now(),
      body_hash bytea not null
    );
    create index analysis_sample on analysis (sample_id);

    create table finding (
      analysis_id uuid not null references analysis on delete cascade,
      position smallint not null,
      name text not null,
      substance_id text,
      presence text not null check (presence in ('detected', 'not-detected', 'inconclusive')),
      abundance text check (abundance in ('major', 'minor', 'trace')),
      amount_kind text check (amount_kind in ('percent-by-weight', 'dose')),
      amount_value double precision check (amount_value > 0),
      amount_unit text check (amount_unit in ('%', 'mg', 'µg')),
      basis text check (basis in ('base', 'salt', 'unspecified')),
      uncertainty double precision check (uncertainty > 0),
      estimated boolean,
      primary key (analysis_id, position)
    );

    -- What a sample said before it was corrected, and why it was.
    create table sample_revision (
      sample_id uuid not null references sample,
      revision integer not null,
      body jsonb not null,
      body_hash bytea not null,
      replaced_at timestamptz not null default now(),
      reason text not null,
      primary key (sample_id, revision)
    );

    -- Same id, another body: both are kept until a person has looked.
    create table conflict (
      id uuid primary key,
      organisation_id uuid not null references organisation,
      kind text not null check (kind in ('session', 'sample', 'sample-code', 'analysis')),
      subject_id uuid not null,
      body jsonb not null,
      body_hash bytea not null,
      received_at timestamptz not null default now(),
      resolved_at timestamptz,
      resolved_by uuid references reviewer,
      resolution text,
      unique (kind, subject_id, body_hash)
    );

    -- A fact that somebody must still act on. Closed by whoever acted, in the transaction that did it; never by the relay.
    create table outbox (
      id bigint generated always as identity primary key,
      topic text not null check (topic in ('sample-changed', 'alert-published', 'subscription-made')),
      subject_id uuid not null,
      subject_revision integer not null,
      created_at timestamptz not null default now(),
      enqueued_at timestamptz,
      failures integer not null default 0,
      last_failure text,
      closed_at timestamptz,
      unique (topic, subject_id, subject_revision)
    );
    create index outbox_open on outbox (topic, id) where closed_at is null;
  `.execute(db);
}
