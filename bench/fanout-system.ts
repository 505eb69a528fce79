import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { migrate } from "../src/db/migrate.ts";
import { type Database, openDatabase } from "../src/db/open-database.ts";
import { loadVapidKeys } from "../src/identity/vapid-keys.ts";
import { silentLog } from "../src/log.ts";
import { makeKeysAhead } from "../src/pipeline/make-keys-ahead.ts";
import { openSecrets } from "../src/secrets.ts";
import { redisInstalled, startRedisServer } from "../test/support/redis-server.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import { askLedger, bringToLastApproval, inventPeople, type People } from "./fanout-alert.ts";
import { unlessInterrupted } from "./fanout-interruption.ts";
import { seedSubscriptions } from "./fanout-seed.ts";
import { type MeasuredServer, SECRET_KEY, startMeasuredServer } from "./fanout-server.ts";
import type { Subscriber } from "./fanout-subscribers.ts";
import type { PushSink } from "./push-sink-process.ts";

/** One alert to everybody, through the whole product. Milliseconds from the last approval, by the clock of the push service. */
export interface SystemFigures {
  queue: "postgres" | "redis";
  keys: "prepared" | "fresh";
  subscriptions: number;
  firstMs: number;
  lastMs: number;
  /** The most resident memory of the product's one process, and how it went, twice a second. */
  rssMb: number;
  rssOverTimeMb: readonly number[];
}

interface Stand {
  db: Database;
  sink: PushSink;
  subscriptions: number;
  peopleAt: (origin: string) => People;
  environment: Record<string, string>;
  makeKeys: () => Promise<void>;
  progress: (line: string) => void;
}

const SETTLE_MS = 50;
/** Two minutes, and longer than a thousand messages a second would take. */
const patienceMs = (subscriptions: number) => 120_000 + subscriptions;

/** Sends to so many subscriptions: with keys made ahead and without, with the queue on Postgres and, where it is installed, on Redis. */
export async function benchSystem(
  sink: PushSink,
  subscribers: readonly Subscriber[],
  subscriptions: number,
  progress: (line: string) => void,
): Promise<SystemFigures[]> {
  const postgres = await startDurablePostgres();
  const db = openDatabase(postgres.url, silentLog, { connections: 2 });
  try {
    progress(`Writing ${subscriptions} subscriptions …`);
    await migrate(db);
    const secrets = openSecrets(SECRET_KEY);
    const [{ id: vapidKeyId }] = await loadVapidKeys(db, secrets);
    const at = { origin: sink.origin, subscribers, vapidKeyId };
    await unlessInterrupted(seedSubscriptions(db, secrets, at, subscriptions));
    const stand: Stand = {
      db,
      sink,
      subscriptions,
      peopleAt: await inventPeople(db),
      environment: {
        ...sink.trust,
        DATABASE_URL: postgres.url,
        TOCSIN_LOCAL_ENDPOINTS: sink.origin,
      },
      makeKeys: () => makeKeysAhead({ db, secrets, isStopping: () => false }),
      progress,
    };
    const runs = [await sendToAll(stand, "postgres", "fresh", "PL-02")];
    runs.push(await sendToAll(stand, "postgres", "prepared", "PL-04"));
    if (!redisInstalled()) progress("redis-server is not installed: no figures with the queue on Redis.");
    else runs.push(await withRedis(stand, (onRedis) => sendToAll(onRedis, "redis", "prepared", "PL-06")));
    return runs;
  } finally {
    await db.destroy();
    await postgres.stop();
  }
}

async function withRedis<T>(stand: Stand, work: (stand: Stand) => Promise<T>): Promise<T> {
  const redis = await startRedisServer();
  try {
    return await work({ ...stand, environment: { ...stand.environment, REDIS_URL: redis.url } });
  } finally {
    await redis.stop();
  }
}

/** Each run has an alert of its own, so an area of its own. */
async function sendToAll(
  stand: Stand,
  queue: SystemFigures["queue"],
  keys: SystemFigures["keys"],
  area: string,
): Promise<SystemFigures> {
  if (keys === "prepared") {
    stand.progress("Making message keys ahead …");
    await unlessInterrupted(stand.makeKeys());
  }
  const server = await startMeasuredServer(stand.environment);
  try {
    const times = await unlessInterrupted(publishAndWait(stand, server, keys, area));
    const { residentMb } = server;
    stand.progress(
      `Queue on ${queue}, keys ${keys}: ${stand.subscriptions} messages, first after ${times.firstMs} ms, last after ${times.lastMs} ms`,
    );
    return {
      queue,
      keys,
      subscriptions: stand.subscriptions,
      ...times,
      rssMb: Math.max(0, ...residentMb),
      rssOverTimeMb: residentMb,
    };
  } finally {
    await server.stop();
  }
}

async function publishAndWait(
  { db, sink, subscriptions, peopleAt }: Stand,
  server: MeasuredServer,
  keys: SystemFigures["keys"],
  area: string,
): Promise<{ firstMs: number; lastMs: number }> {
  const people = peopleAt(server.origin);
  const { alertId, approveLast } = await bringToLastApproval(people, area);
  // The product has begun to make keys by itself; it stops as soon as there is something to send.
  if (keys === "fresh") await sql`truncate message_key`.execute(db);
  await sink.begin();
  const approvedAt = Date.now();
  await approveLast();
  let { messages, firstAt, lastAt } = await sink.arrivals();
  for (const deadline = approvedAt + patienceMs(subscriptions); messages < subscriptions;) {
    if (Date.now() > deadline)
      throw new Error(`Only ${messages} of ${subscriptions} messages have arrived in time.`);
    await sleep(SETTLE_MS);
    ({ messages, firstAt, lastAt } = await sink.arrivals());
  }
  await untilSettled(people, alertId, subscriptions);
  return { firstMs: Math.round(firstAt - approvedAt), lastMs: Math.round(lastAt - approvedAt) };
}

const SETTLED_WITHIN_MS = 30_000;

/** Waits until the product's ledger says the same as the push service: everybody was intended, and everybody accepted. */
async function untilSettled(people: People, alertId: string, subscriptions: number): Promise<void> {
  let ledger = await askLedger(people, alertId);
  for (const deadline = Date.now() + SETTLED_WITHIN_MS; ledger?.accepted !== subscriptions;) {
    if (Date.now() > deadline)
      throw new Error(
        `The ledger does not agree: ${JSON.stringify(ledger)} for ${subscriptions} subscriptions.`,
      );
    await sleep(SETTLE_MS * 4);
    ledger = await askLedger(people, alertId);
  }
  if (ledger.intended !== subscriptions)
    throw new Error(`${ledger.intended} deliveries were intended for ${subscriptions} subscriptions.`);
}
