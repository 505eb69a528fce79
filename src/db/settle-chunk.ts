import { sql } from "kysely";
import type { DeliveryState } from "../domain/delivery-state.ts";
import { isMassLoss } from "../domain/mass-loss.ts";
import { endAsGone, markForNewSubscription } from "./end-unreachable.ts";
import { indexInterest } from "./index-interest.ts";
import type { Database } from "./open-database.ts";

/** What became of one claimed delivery. */
export interface Settled {
  subscription: number;
  state: DeliveryState;
  /** Whether anything was sent. */
  wasTried: boolean;
  /** When to go on with it; undefined when it has ended. */
  dueAt: Date | undefined;
  answer: string | undefined;
  /** The push service says that the subscription was made for another application server key. */
  needsNewSubscription: boolean;
}

interface ClaimedRange {
  fanOutId: number;
  pushServiceId: number;
  first: number;
  last: number;
  untried: readonly number[];
  claims: number;
}

export type SettleOutcome =
  | { outcome: "settled" }
  /** Too many subscriptions at once are said to be gone: from now on none is ended for it, and those that were are back. */
  | { outcome: "mass-loss"; gone: number; answered: number; revived: number }
  /** The lease was over and another worker has claimed the chunk: nothing is written. */
  | { outcome: "overtaken" };

/**
 * Writes what became of a claimed chunk, in bulk, only where no later claim was made; counts it, ends the subscriptions that
 * are gone, and puts down when the chunk is due again.
 */
export async function settleChunk(
  db: Database,
  range: ClaimedRange,
  settled: readonly Settled[],
  now: Date,
): Promise<SettleOutcome> {
  return db.transaction().execute(async (trx) => {
    const { fanOutId, pushServiceId, first, last, claims } = range;
    const untried = new Set(range.untried);
    const held = await trx
      .selectFrom("delivery_chunk")
      .select("first")
      .where("fan_out_id", "=", fanOutId)
      .where("push_service_id", "=", pushServiceId)
      .where("first", "=", first)
      .where("claims", "=", claims)
      .forUpdate()
      .executeTakeFirst();
    if (!held) return { outcome: "overtaken" };
    // What could not even be begun stays where it is.
    const isLeft = (one: Settled) =>
      one.state === "pending" && !one.wasTried && untried.has(one.subscription);
    const left = settled.filter(isLeft);
    const leftDueAt =
      left.length > 0 ? new Date(Math.min(...left.map(({ dueAt }) => Number(dueAt ?? now)))) : null;
    await writeDeliveries(
      trx,
      range,
      settled.filter((one) => !isLeft(one)),
      now,
    );
    await sql`
      update delivery_chunk set lease_until = null, untried = ${left.map(({ subscription }) => subscription)}::int[],
        due_at = least(${leftDueAt}::timestamptz, (
          select min(due_at) from delivery
          where fan_out_id = ${fanOutId} and push_service_id = ${pushServiceId} and subscription between ${first} and ${last}))
      where fan_out_id = ${fanOutId} and push_service_id = ${pushServiceId} and first = ${first}`.execute(
      trx,
    );
    const needNew = settled.filter((one) => one.needsNewSubscription);
    await markForNewSubscription(
      trx,
      needNew.map((one) => one.subscription),
    );
    const tally = await count(trx, range, settled, now);
    const gone = settled.filter((one) => one.state === "gone" && one.wasTried).map((one) => one.subscription);
    return gone.length === 0 ? { outcome: "settled" } : endGone(trx, range, gone, tally, now);
  });
}

async function writeDeliveries(
  db: Database,
  { fanOutId, pushServiceId }: ClaimedRange,
  settled: readonly Settled[],
  now: Date,
): Promise<void> {
  if (settled.length === 0) return;
  await sql`
    insert into delivery as d (fan_out_id, push_service_id, subscription, attempts, state, due_at, finished_at, last_answer)
    select ${fanOutId}, ${pushServiceId}, s.subscription, s.tried, s.state::delivery_state, s.due_at,
      case when s.due_at is null then ${now}::timestamptz end, s.answer
    from unnest(${settled.map((one) => one.subscription)}::int[], ${settled.map((one) => one.state)}::text[],
      ${settled.map((one) => Number(one.wasTried))}::smallint[], ${settled.map((one) => one.dueAt ?? null)}::timestamptz[],
      ${settled.map((one) => one.answer ?? null)}::text[]) as s(subscription, state, tried, due_at, answer)
    on conflict (fan_out_id, push_service_id, subscription) do update
    set attempts = d.attempts + excluded.attempts, state = excluded.state, due_at = excluded.due_at,
      finished_at = excluded.finished_at, last_answer = excluded.last_answer
    where d.due_at is not null`.execute(db);
}

interface Tally {
  gone: number;
  answered: number;
}

async function count(
  db: Database,
  { fanOutId, pushServiceId }: ClaimedRange,
  settled: readonly Settled[],
  now: Date,
): Promise<Tally> {
  // Who deleted a subscription here, before anything was sent, says nothing about the push service.
  const answered = (state: DeliveryState) =>
    settled.filter((one) => one.state === state && one.wasTried).length;
  const [accepted, gone, failed] = [answered("accepted"), answered("gone"), answered("failed")];
  const acceptedAt = accepted > 0 ? now : null;
  const { rows } = await sql<Tally>`
    insert into fan_out_service as t (fan_out_id, push_service_id, accepted, gone, failed, first_accepted_at, last_accepted_at)
    values (${fanOutId}, ${pushServiceId}, ${accepted}, ${gone}, ${failed}, ${acceptedAt}, ${acceptedAt})
    on conflict (fan_out_id, push_service_id) do update set
      accepted = t.accepted + excluded.accepted, gone = t.gone + excluded.gone, failed = t.failed + excluded.failed,
      first_accepted_at = coalesce(t.first_accepted_at, excluded.first_accepted_at),
      last_accepted_at = coalesce(excluded.last_accepted_at, t.last_accepted_at)
    returning gone, accepted + gone + failed as answered`.execute(db);
  return rows[0] ?? { gone, answered: accepted + gone + failed };
}

async function endGone(
  db: Database,
  { fanOutId, pushServiceId }: ClaimedRange,
  gone: readonly number[],
  tally: Tally,
  now: Date,
): Promise<SettleOutcome> {
  const { rows } = await sql<{ keeps: boolean; trusts: boolean }>`
    select keeps_gone_since is not null as keeps, coalesce(trusts_gone_until > ${now}, false) as trusts
    from push_service where id = ${pushServiceId} for update`.execute(db);
  const [service] = rows;
  const isKeeping = service?.keeps === true && !service.trusts;
  if (isKeeping) return { outcome: "settled" };
  if (service?.trusts !== true && isMassLoss(tally)) {
    await db
      .updateTable("push_service")
      .set({ keeps_gone_since: now })
      .where("id", "=", pushServiceId)
      .execute();
    return { outcome: "mass-loss", ...tally, revived: await revive(db, fanOutId, pushServiceId) };
  }
  await endAsGone(db, gone, now);
  return { outcome: "settled" };
}

/** Brings back whom this same fan-out has ended before it was known how many they are. */
async function revive(db: Database, fanOutId: number, pushServiceId: number): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    update subscription s set ended_at = null, ended_reason = null
    from delivery d
    where d.fan_out_id = ${fanOutId} and d.push_service_id = ${pushServiceId} and d.state = 'gone'
      and s.number = d.subscription and s.ended_reason = 'gone'
    returning s.number`.execute(db);
  await indexInterest(
    db,
    rows.map(({ number }) => number),
  );
  return rows.length;
}
