import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { JobQueue } from "../adapters/queue.ts";
import type { Database } from "../db/open-database.ts";
import type { Schema } from "../db/schema.ts";
import type { Log } from "../log.ts";

export interface RelayDeps {
  db: Database;
  queue: JobQueue;
  log: Log;
}

/** Samples matched by one job, in one transaction. Small jobs leave room between them for those who are posting; an import is sooner done in large ones. */
const samplesAJob = (waiting: number): number => (waiting > 500 ? 100 : 25);
const EVENTS_A_TURN = 2_000;
/** A rest after each turn: what comes alone is passed on at once, a burst becomes a few full jobs instead of many small ones. */
const REST_MS = 200;

/**
 * Enqueues outbox events that nobody has been told of, and again those still open `staleAfterSeconds` after they were last
 * enqueued (doubling with each failure, at most 10 minutes). Enqueueing closes nothing: only the handler does, so a queue
 * that forgets costs time, never an event. Published alerts go before samples, and these before new
 * subscriptions. Ends when nothing is due, after a short rest.
 */
export async function relayOutbox(deps: RelayDeps, staleAfterSeconds: number): Promise<void> {
  while ((await relaySome(deps, staleAfterSeconds)) === EVENTS_A_TURN);
  await sleep(REST_MS);
}

async function relaySome({ db, queue, log }: RelayDeps, staleAfterSeconds: number): Promise<number> {
  const { rows } = await sql<{ id: string; topic: Schema["outbox"]["topic"] }>`
    update outbox set enqueued_at = now()
    where id in (
      select id from outbox
      where closed_at is null
        and (enqueued_at is null
          or enqueued_at <= now() - make_interval(secs => least(600, ${staleAfterSeconds}::float8 * 2 ^ least(failures, 10))))
      order by topic, id limit ${EVENTS_A_TURN} for update skip locked
    )
    returning id, topic`.execute(db);
  const idsOf = (topic: Schema["outbox"]["topic"]) =>
    rows.filter((row) => row.topic === topic).map(({ id }) => id);
  const [samples, alerts] = [idsOf("sample-changed"), idsOf("alert-published")];
  await queue.add(
    "confirm-subscription",
    idsOf("subscription-made").map((eventId) => ({ eventId })),
  );
  if (samples.length + alerts.length === 0) return rows.length;
  log.info("relaying", { samples: samples.length, alerts: alerts.length });
  const size = samplesAJob(samples.length);
  const chunks = Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
    samples.slice(index * size, (index + 1) * size),
  );
  await queue.add(
    "fan-out-alert",
    alerts.map((eventId) => ({ eventId })),
  );
  await queue.add(
    "match-samples",
    chunks.map((eventIds) => ({ eventIds })),
  );
  log.info("relayed", { samples: samples.length, alerts: alerts.length });
  return rows.length;
}

/** After a start, whatever was under way in a process that died is due at once. */
export async function forgetEnqueued(db: Database): Promise<void> {
  await db.updateTable("outbox").set({ enqueued_at: null }).where("closed_at", "is", null).execute();
}

/** Remembers that acting on an event failed; the next try comes later. */
export async function noteFailure(db: Database, eventId: string, why: string): Promise<void> {
  await db
    .updateTable("outbox")
    .set((eb) => ({ failures: eb("failures", "+", 1), last_failure: why.slice(0, 300) }))
    .where("id", "=", eventId)
    .execute();
}
