import { type ExpressionBuilder, sql } from "kysely";
import type { Database } from "./open-database.ts";
import type { Schema } from "./schema.ts";

/**
 * From the next claim on nothing more of these revisions of an alert is sent: nobody is told words that no longer hold. What
 * was not delivered is then written off as expired by `expireStopped`.
 */
export async function stopFanOut(
  db: Database,
  alertId: string,
  which: { revision: number } | { before: number },
  why: string,
  now: Date,
): Promise<void> {
  const isMeant = (eb: ExpressionBuilder<Schema, "fan_out">) =>
    "before" in which ? eb("revision", "<", which.before) : eb("revision", "=", which.revision);
  // The strongest lock: waits for claims that have just been made, so that whoever expands the next revision sees them.
  await db
    .selectFrom("fan_out")
    .select("id")
    .where("alert_id", "=", alertId)
    .where(isMeant)
    .orderBy("id")
    .forUpdate()
    .execute();
  await db
    .updateTable("fan_out")
    .set({ stopped_at: now, stopped_because: why })
    .where("alert_id", "=", alertId)
    .where(isMeant)
    .where("stopped_at", "is", null)
    .execute();
}

const CHUNKS_A_TURN = 200;

/** Ends what is left of stopped fan-outs, except what somebody is sending at this moment: that is ended the next time. */
export async function expireStopped(db: Database): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ closed: number }>`
      with ending as (
        select c.fan_out_id, c.push_service_id, c.first, c.last, c.untried, f.stopped_because
        from delivery_chunk c join fan_out f on f.id = c.fan_out_id
        where f.stopped_at is not null and c.due_at is not null and (c.lease_until is null or c.lease_until <= now())
        limit ${CHUNKS_A_TURN} for update of c skip locked
      ), expired as (
        update delivery d set state = 'expired', last_answer = e.stopped_because, finished_at = now(), due_at = null
        from ending e
        where d.fan_out_id = e.fan_out_id and d.push_service_id = e.push_service_id
          and d.subscription between e.first and e.last and d.state in ('pending', 'held')
      ), never_tried as (
        insert into delivery (fan_out_id, push_service_id, subscription, state, last_answer, finished_at)
        select e.fan_out_id, e.push_service_id, unnest(e.untried), 'expired', e.stopped_because, now() from ending e
      ), closed as (
        update delivery_chunk c set untried = '{}', due_at = null, lease_until = null, claims = c.claims + 1
        from ending e
        where c.fan_out_id = e.fan_out_id and c.push_service_id = e.push_service_id and c.first = e.first
        returning 1
      )
      select count(*)::int as closed from closed`.execute(db);
    if ((rows[0]?.closed ?? 0) < CHUNKS_A_TURN) return;
  }
}
