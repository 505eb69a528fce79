import { sql } from "kysely";
import type { Database } from "./open-database.ts";

/** The name that all webhooks go by. */
export const WEBHOOKS = "webhooks";

/** The row of a push service by its name; there are only as many as push-endpoint.ts knows. */
export async function findOrCreatePushService(db: Database, name: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with made as (
      insert into push_service (name) select ${name} where not exists (select from push_service where name = ${name})
      on conflict (name) do update set name = excluded.name returning id
    )
    select id from made union all select id from push_service where name = ${name} limit 1`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`the push service ${name} cannot be stored`);
  return row.id;
}

/** The name of a push service; undefined when there is none with this id. */
export async function pushServiceName(db: Database, id: number): Promise<string | undefined> {
  const row = await db.selectFrom("push_service").select("name").where("id", "=", id).executeTakeFirst();
  return row?.name;
}

export interface PushServiceStanding {
  name: string;
  subscriptions: number;
  /** Since when our credentials are refused. */
  stoppedAt: Date | null;
  stoppedBecause: string | null;
  /** Since when nobody is ended for being gone, because too many were at once. */
  keepsGoneSince: Date | null;
}

/** Every push service that anybody subscribed at, for operators. */
export async function listPushServices(db: Database): Promise<PushServiceStanding[]> {
  const { rows } = await sql<PushServiceStanding>`
    select p.name, p.stopped_at as "stoppedAt", p.stopped_because as "stoppedBecause", p.keeps_gone_since as "keepsGoneSince",
      (select count(*)::int from subscription s where s.push_service_id = p.id and s.ended_at is null) as subscriptions
    from push_service p order by p.name`.execute(db);
  return rows;
}

/** Our credentials are refused there, so that it rests; undefined: they are accepted again. */
export async function noteStop(
  db: Database,
  name: string,
  stopped: { at: Date; because: string } | undefined,
): Promise<void> {
  await db
    .updateTable("push_service")
    .set({ stopped_at: stopped?.at ?? null, stopped_because: stopped?.because ?? null })
    .where("name", "=", name)
    .execute();
}

const TRUST_DAYS = 7;

/**
 * The operator has looked: a stopped service is asked again at once, and what it says of subscriptions that are gone is
 * believed for a week, however many they are. False when there is no service of this name.
 */
export async function trustPushService(db: Database, name: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("push_service")
    .set((eb) => ({
      stopped_at: null,
      stopped_because: null,
      trusts_gone_until: eb
        .case()
        .when("keeps_gone_since", "is not", null)
        .then(new Date(now.getTime() + TRUST_DAYS * 86_400_000))
        .else(eb.ref("trusts_gone_until"))
        .end(),
      keeps_gone_since: null,
    }))
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
