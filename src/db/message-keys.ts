import { sql } from "kysely";
import type { Database } from "./open-database.ts";

/**
 * Takes out what was made ahead for these subscriptions. Once this has returned nobody can ever be given the same again: what
 * an old copy of the files brings back was made before its server was started, and is thrown away.
 */
export async function takeMessageKeys(
  db: Database,
  subscriptions: readonly number[],
): Promise<Map<number, Buffer>> {
  const { rows } = await sql<{ subscription: number; sealed: Buffer; isFresh: boolean }>`
    delete from message_key where subscription = any(${subscriptions}::int[])
    returning subscription, sealed, made_at >= pg_postmaster_start_time() as "isFresh"`.execute(db);
  return new Map(
    rows.filter(({ isFresh }) => isFresh).map(({ subscription, sealed }) => [subscription, sealed]),
  );
}

export interface WithoutMessageKey {
  subscription: number;
  addressSealed: Buffer;
}

/** The next subscriptions after a number that have no key made ahead, in the order of their numbers. */
export async function findWithoutMessageKey(
  db: Database,
  after: number,
  limit: number,
): Promise<WithoutMessageKey[]> {
  const { rows } = await sql<WithoutMessageKey>`
    select s.number as subscription, s.address_sealed as "addressSealed"
    from subscription s
    where s.number > ${after} and s.channel = 'web-push' and s.confirmed_at is not null and s.ended_at is null
      and not exists (
        select from message_key k where k.subscription = s.number and k.made_at >= pg_postmaster_start_time())
    order by s.number limit ${limit}`.execute(db);
  return rows;
}

/** Puts keys by; a subscription that has one keeps it. */
export async function storeMessageKeys(
  db: Database,
  keys: readonly { subscription: number; sealed: Buffer }[],
): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    insert into message_key (subscription, sealed)
    select * from unnest(${keys.map((one) => one.subscription)}::int[], ${keys.map((one) => one.sealed)}::bytea[])
    on conflict (subscription) do update set sealed = excluded.sealed, made_at = excluded.made_at
      where message_key.made_at < pg_postmaster_start_time()`.execute(db);
}
