import { type JobQueue, openQueue } from "../src/adapters/queue.ts";
import type { HttpSender } from "../src/adapters/post-once.ts";
import { type ClockLoop, startClockLoop } from "../src/clock-loop.ts";
import type { Config } from "../src/config.ts";
import { databaseAlertReader } from "../src/db/published-alerts.ts";
import type { VapidKey } from "../src/identity/vapid-keys.ts";
import type { Log } from "../src/log.ts";
import type { Installation } from "../src/open-installation.ts";
import { expireAlerts } from "../src/pipeline/expire-alerts.ts";
import { forgetEnqueued, relayOutbox } from "../src/pipeline/relay-outbox.ts";
import { releaseLeases, sweepDeliveries } from "../src/pipeline/wake-delivery.ts";
import type { Site } from "../src/render/site.ts";
import { deliverChunkWorker } from "./deliver-chunk.ts";
import { fanOutAlertWorker } from "./fan-out-alert.ts";
import { matchSamplesWorker } from "./match-samples.ts";

export interface WorkersDeps {
  config: Config;
  installation: Installation;
  vapidKeys: readonly VapidKey[];
  /** Closed with the workers. */
  sender: HttpSender;
  site: Site;
  now: () => Date;
  log: Log;
}

export interface RunningWorkers {
  /** Passes new outbox events on at once. */
  wake(): void;
  stop(): Promise<void>;
}

const EXPIRY_MS = 15_000;

/**
 * All kinds of workers, and the loops that keep them honest: relay, sweep, expiry. A process that only serves the API has the
 * relay alone, so that the workers elsewhere are told at once.
 */
export async function startWorkers(deps: WorkersDeps): Promise<RunningWorkers> {
  const { config, installation, sender, site, now, log } = deps;
  const { db, knowledge, secrets } = installation;
  const queue = openQueue(
    config.redisUrl === undefined
      ? { kind: "postgres", databaseUrl: installation.databaseUrl }
      : { kind: "redis", redisUrl: config.redisUrl },
    log,
  );
  const relay = () => startRelay(deps, queue);
  if (config.process === "api") return closing([relay()], queue, sender);
  // With the embedded database there is no other worker process: whatever was under way died with the last one.
  if (installation.database === "embedded") {
    await forgetEnqueued(db);
    await releaseLeases(db);
  }
  const delivering = {
    db,
    alerts: databaseAlertReader(db, now),
    sender,
    secrets,
    vapidKeys: deps.vapidKeys,
    contact: config.contact,
    site,
    leaseSeconds: config.leaseSeconds,
    now,
    random: Math.random,
    log,
  };
  await queue.work(
    {
      "match-samples": matchSamplesWorker({ db, knowledge, sender: site.name, now, log }),
      "fan-out-alert": fanOutAlertWorker({ db, queue, log }),
      "deliver-chunk": deliverChunkWorker(delivering),
    },
    { "match-samples": 1, "fan-out-alert": 2, "deliver-chunk": 4 },
  );
  const sweep = startClockLoop("sweep", config.sweepSeconds * 1000, () => sweepDeliveries(db, queue), log);
  const expiry = startClockLoop("expiry", EXPIRY_MS, () => expireAlerts({ db, site, now, log }), log);
  return closing([relay(), sweep, expiry], queue, sender);
}

/** The first loop is the relay. */
const closing = (
  loops: [ClockLoop, ...ClockLoop[]],
  queue: JobQueue,
  sender: HttpSender,
): RunningWorkers => ({
  wake: () => loops[0].wake(),
  async stop() {
    await Promise.all(loops.map((loop) => loop.stop()));
    await queue.close();
    await sender.close();
  },
});

const startRelay = ({ config, installation, log }: WorkersDeps, queue: JobQueue) =>
  startClockLoop(
    "relay",
    config.sweepSeconds * 1000,
    () => relayOutbox({ db: installation.db, queue, log }, config.relayAgainSeconds),
    log,
  );
