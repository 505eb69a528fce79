import { sql } from "kysely";
import { EVERYWHERE } from "../db/index-interest.ts";
import type { Database } from "../db/open-database.ts";
import type { AlertContent } from "../domain/alert-content.ts";
import type { AreaTree } from "../domain/area.ts";
import { rankOf } from "../domain/level.ts";

/** Deliveries claimed, sent and settled together. */
export const DELIVERIES_A_CHUNK = 500;
/** Numbers of subscriptions asked in one transaction: so few that the first chunks are on their way at once. */
const NUMBERS_A_STEP = 20_000;

export interface Expansion {
  /** All deliveries written so far. */
  intended: number;
  /** Deliveries written by this step. */
  added: number;
  isComplete: boolean;
}

/** What an alert asks of the index: whose area, level and substances. */
export interface Reach {
  areas: string[];
  level: number;
  substanceClasses: readonly string[];
  onlyOutreach: boolean;
}

/** An interest in a country includes its parts, and an alert about a country concerns those who named a part of it. */
export const reachOf = (content: AlertContent, areas: AreaTree, onlyOutreach: boolean): Reach => ({
  areas: [EVERYWHERE, ...content.area.path, ...areas.within(content.area.code)],
  level: rankOf(content.level),
  substanceClasses: content.substanceClasses,
  onlyOutreach,
});

/** Subscriptions with numbers above `after` and up to `to`. */
interface Numbers {
  after: number;
  to: number;
}

/** Whom an alert reaches, some more than once; read from the index alone. */
export const interested = (
  { areas, level, substanceClasses, onlyOutreach }: Reach,
  { after, to }: Numbers,
) => sql`
  select i.subscription, i.push_service_id
  from subscription_interest i
  where i.area = any(${areas}::text[]) and i.subscription > ${after} and i.subscription <= ${to} and i.level_floor <= ${level}
    and (i.class_mask = 0 or i.class_mask & (
      select coalesce(bit_or(1::bigint << bit), 0) from substance_class where id = any(${substanceClasses}::text[])) <> 0)
    and (i.is_outreach or not ${onlyOutreach}::boolean)`;

/** Whoever may have been sent an earlier revision (an answer can be lost) hears of the later ones, so that a correction reaches everyone whom the error reached. */
const toldBefore = (alertId: string, revision: number, { after, to }: Numbers) => sql`
  select t.subscription, t.push_service_id
  from fan_out f
  cross join lateral (
    select subscription, push_service_id from delivery where fan_out_id = f.id and attempts > 0
    union all
    select unnest(untried), push_service_id from delivery_chunk where fan_out_id = f.id and claims > 0
  ) t
  where f.alert_id = ${alertId} and f.revision < ${revision} and t.subscription > ${after} and t.subscription <= ${to}
    and exists (select from subscription s where s.number = t.subscription and s.ended_at is null and s.confirmed_at is not null)`;

/**
 * One step of writing the deliveries of a published revision, with their chunks, in one transaction. Begins where the last
 * step ended, so that doing it again adds nobody twice, and a process that died in between costs nothing.
 */
export async function expandFanOut(
  db: Database,
  alertId: string,
  revision: number,
  reach: Reach,
): Promise<Expansion> {
  return db.transaction().execute(async (trx) => {
    // A withdrawal at this moment waits until the row is there, and then stops it.
    await sql`
      insert into fan_out (alert_id, revision, level)
      select alert_id, revision, ${reach.level} from alert_revision
      where alert_id = ${alertId} and revision = ${revision} and state = 'published' for share
      on conflict do nothing`.execute(trx);
    const { rows: open } = await sql<{ id: number; expanded_to: number }>`
      select id, expanded_to from fan_out
      where alert_id = ${alertId} and revision = ${revision} and expanded_at is null and stopped_at is null
      for no key update`.execute(trx);
    const [fanOut] = open;
    if (!fanOut) return { intended: 0, added: 0, isComplete: true };
    const { id: fanOutId, expanded_to: after } = fanOut;
    const numbers = { after, to: after + NUMBERS_A_STEP };
    const before = revision > 1 ? sql`union all ${toldBefore(alertId, revision, numbers)}` : sql``;
    const { rows } = await sql<{ added: number; intended: number; isComplete: boolean }>`
      with found as (
        select subscription, push_service_id,
          (row_number() over (partition by push_service_id order by subscription) - 1) / ${DELIVERIES_A_CHUNK} as part
        from (${interested(reach, numbers)} ${before}) as everyone
        group by subscription, push_service_id
      ), chunks as (
        insert into delivery_chunk (fan_out_id, push_service_id, first, last, untried, level)
        select ${fanOutId}, push_service_id, min(subscription), max(subscription), array_agg(subscription), ${reach.level}
        from found group by push_service_id, part
        returning cardinality(untried) as deliveries
      ), counted as (
        select coalesce(sum(deliveries), 0)::int as added from chunks
      )
      update fan_out set
        intended = intended + (select added from counted),
        expanded_to = ${numbers.to},
        expanded_at = case when ${numbers.to} >= (select coalesce(max(number), 0) from subscription) then now() end
      where id = ${fanOutId}
      returning intended, (select added from counted) as added, expanded_at is not null as "isComplete"`.execute(
      trx,
    );
    const [step] = rows;
    if (!step) throw new Error(`fan-out ${fanOutId} has vanished`);
    return step;
  });
}
