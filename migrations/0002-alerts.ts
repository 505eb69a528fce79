import { type Kysely, sql } from "kysely";

/** Matches, decisions, alerts, and the rules of approval that no code path can go around. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table match (
      sample_id uuid not null references sample,
      sample_revision integer not null,
      pack_id text not null,
      pack_version text not null,
      pack_status text not null,
      rule_id text not null,
      rule_place integer not null,
      kind text not null,
      substance_id text not null,
      level text not null,
      grade text not null,
      method_id text not null,
      inputs jsonb not null,
      reason text not null,
      matched_at timestamptz not null default now(),
      primary key (sample_id, sample_revision, pack_id, rule_id, substance_id)
    );

    create table alert (
      id uuid primary key,
      group_key text not null,
      substance_id text not null,
      area text not null,
      opened_at timestamptz not null default now(),
      first_result_at timestamptz not null,
      last_result_at timestamptz not null,
      -- Why a person must look again although nothing new was drafted, for example: a sample behind it was corrected.
      attention text
    );
    create index alert_group on alert (group_key, last_result_at);

    create table decision (
      sample_id uuid not null references sample,
      sample_revision integer not null,
      action text not null check (action in ('none', 'notice', 'open', 'update', 'hold')),
      reason text not null,
      level text,
      alert_id uuid references alert,
      -- Samples with the same key speak of the same thing; null when nothing matched.
      group_key text,
      result_at timestamptz not null,
      -- The level of the sample's own matches; "level" may be raised by others that are alike.
      own_level text not null,
      decided_at timestamptz not null default now(),
      primary key (sample_id, sample_revision)
    );

    create index decision_group on decision (group_key, result_at) where group_key is not null;

    create table alert_sample (
      alert_id uuid not null references alert,
      sample_id uuid not null references sample,
      added_at timestamptz not null default now(),
      primary key (alert_id, sample_id)
    );
    create index alert_sample_sample on alert_sample (sample_id);

    create table alert_revision (
      alert_id uuid not null references alert,
      revision integer not null,
      msg_type text not null check (msg_type in ('Alert', 'Update', 'Cancel')),
      state text not null check (state in ('draft', 'in-review', 'published', 'superseded', 'withdrawn', 'expired', 'discarded')),
      level text not null check (level in ('information', 'caution', 'warning', 'red')),
      drafted_level text not null check (drafted_level in ('information', 'caution', 'warning', 'red')),
      -- Canonical JSON. What was approved is what is published: the hash is the database's own (hash_content below).
      content text not null,
      content_hash bytea not null,
      -- Part of what is hashed and approved, and here only to be asked for; no code can say otherwise than the content.
      audience text not null generated always as (coalesce(content::jsonb ->> 'audience', 'public')) stored
        check (audience in ('public', 'outreach')),
      drafted_at timestamptz not null default now(),
      edited_by uuid references reviewer,
      edited_at timestamptz,
      published_at timestamptz,
      expires_at timestamptz,
      closed_at timestamptz,
      closed_by uuid references reviewer,
      closed_reason text,
      primary key (alert_id, revision),
      -- A content without a level would make a plain "=" unknown, and a check lets the unknown pass.
      check (level is not distinct from (content::jsonb ->> 'level')),
      check ((msg_type = 'Cancel') = (content::jsonb ? 'withdrawnBecause')),
      check ((published_at is null) = (expires_at is null)),
      -- What has a date of publication is public: only what went through approval may have one.
      check ((published_at is not null) = (state in ('published', 'superseded', 'withdrawn', 'expired')))
    );
    create unique index one_open_revision on alert_revision (alert_id) where state in ('draft', 'in-review');
    create unique index one_published_revision on alert_revision (alert_id) where state = 'published';
    create index alert_revision_expiry on alert_revision (expires_at) where state = 'published';

    create table approval (
      alert_id uuid not null,
      revision integer not null,
      reviewer_id uuid not null references reviewer,
      content_hash bytea not null,
      approved_at timestamptz not null default now(),
      primary key (alert_id, revision, reviewer_id, content_hash),
      foreign key (alert_id, revision) references alert_revision
    );

    create function approval_is_of_this_content() returns trigger language plpgsql as $$
    declare target alert_revision;
    begin
      select * into target from alert_revision where alert_id = new.alert_id and revision = new.revision for update;
      if target.state not in ('draft', 'in-review') then
        raise exception 'revision is % and takes no approval', target.state using errcode = 'TC001';
      end if;
      if target.content_hash <> new.content_hash then
        raise exception 'the content has changed since it was read' using errcode = 'TC002';
      end if;
      return new;
    end $$;
    create trigger approval_is_of_this_content before insert on approval
      for each row execute function approval_is_of_this_content();

    create function hash_content() returns trigger language plpgsql as $$
    begin
      new.content_hash := sha256(convert_to(new.content, 'UTF8'));
      return new;
    end $$;
    -- Triggers run in the order of their names: the hash is there before any other looks at it.
    create trigger a_hash_content before insert or update on alert_revision
      for each row execute function hash_content();

    create function revision_begins_open() returns trigger language plpgsql as $$
    begin
      if new.state not in ('draft', 'in-review') or new.published_at is not null then
        raise exception 'a revision begins as a draft' using errcode = 'TC003';
      end if;
      if new.msg_type <> 'Alert' and not exists (
        select from alert_revision where alert_id = new.alert_id and state = 'published'
      ) then
        raise exception 'only a published alert can be updated or withdrawn' using errcode = 'TC003';
      end if;
      return new;
    end $$;
    create trigger revision_begins_open before insert on alert_revision
      for each row execute function revision_begins_open();

    -- Allowed moves are those of src/domain/alert-state.ts; a spec holds the two against each other.
    create function revision_moves() returns trigger language plpgsql as $$
    declare
      needed integer;
      given integer;
      -- Generated columns are not there yet before the row is written.
      new_audience text := coalesce(new.content::jsonb ->> 'audience', 'public');
      public_was_told boolean;
    begin
      if old.state is distinct from new.state and not (old.state, new.state) in (
        ('draft', 'in-review'), ('draft', 'discarded'),
        ('in-review', 'draft'), ('in-review', 'published'), ('in-review', 'discarded'),
        ('published', 'superseded'), ('published', 'withdrawn'), ('published', 'expired')
      ) then
        raise exception 'a revision cannot go from % to %', old.state, new.state using errcode = 'TC003';
      end if;
      if (new.alert_id, new.revision, new.msg_type) is distinct from (old.alert_id, old.revision, old.msg_type)
         or (old.drafted_level = 'red' and new.drafted_level <> 'red') then
        raise exception 'what a revision is cannot change' using errcode = 'TC004';
      end if;
      if old.state not in ('draft', 'in-review') and
         (new.content, new.level, new.published_at, new.expires_at) is distinct from
         (old.content, old.level, old.published_at, old.expires_at) then
        raise exception 'a published revision is never edited' using errcode = 'TC004';
      end if;
      if new.state = 'published' and old.state <> 'published' then
        needed := case when new.msg_type <> 'Cancel' and 'red' in (new.level, new.drafted_level) then 2 else 1 end;
        select count(distinct a.reviewer_id) into given
          from approval a join reviewer r on r.id = a.reviewer_id and r.disabled_at is null
          where a.alert_id = new.alert_id and a.revision = new.revision
            and a.content_hash = new.content_hash;
        if given < needed then
          raise exception 'needs % approvals of exactly this content, has %', needed, given using errcode = 'TC005';
        end if;
        public_was_told := exists (
          select from alert_revision where alert_id = new.alert_id and published_at is not null and audience = 'public'
        );
        if new_audience = 'outreach' and public_was_told then
          raise exception 'the public was told of this alert and must hear of every change' using errcode = 'TC007';
        end if;
        if new_audience = 'public' and new.msg_type = 'Cancel' and not public_was_told then
          raise exception 'the public was never told of this alert' using errcode = 'TC007';
        end if;
      end if;
      return new;
    end $$;
    create trigger revision_moves before update on alert_revision for each row execute function revision_moves();

    -- Goes up with every change to what was published, and is seen when that is: whoever keeps a copy asks here whether it is old.
    create table publication (
      is_only boolean primary key default true check (is_only),
      version bigint not null default 0
    );
    insert into publication default values;
    create function count_publication() returns trigger language plpgsql as $$
    begin
      update publication set version = version + 1;
      return null;
    end $$;
    create trigger publication_is_counted after update of state on alert_revision for each row
      when (new.published_at is not null and old.state is distinct from new.state) execute function count_publication();

    -- Who did what. Written with the change itself, never altered.
    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      actor text not null,
      action text not null,
      subject text not null,
      detail jsonb not null default '{}'
    );
    create function is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only', tg_table_name using errcode = 'TC006';
    end $$;
    create trigger audit_is_append_only before update or delete or truncate on audit execute function is_append_only();
    create trigger approval_is_append_only before update or delete or truncate on approval execute function is_append_only();
    create trigger revision_is_kept before delete or truncate on alert_revision execute function is_append_only();
  `.execute(db);
}
