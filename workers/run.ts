import { openPushFlow } from "../src/adapters/push-flow.ts";
import { type JobQueue, openQueue } from "../src/adapters/queue.ts";
import type { HttpSender } from "../src/adapters/post-once.ts";
import { type ClockLoop, startClockLoop } from "../src/clock-loop.ts";
import type { Config } from "../src/config.ts";
import { expireStopped } from "../src/db/stop-fan-out.ts";
import type { VapidKey } from "../src/identity/vapid-keys.ts";
import type { Log } from "../src/log.ts";
import type { Installation } from "../src/open-installation.ts";
import { expireAlerts } from "../src/pipeline/expire-alerts.ts";
import { expireSubscriptions } from "../src/pipeline/expire-subscriptions.ts";
import { makeKeysAhead } from "../src/pipeline/make-keys-ahead.ts";
import { forgetEnqueued, relayOutbox } from "../src/pipeline/relay-outbox.ts";
import { createPushStops } from "../src/pipeline/push-stops.ts";
import { edgeFollower } from "../src/pipeline/edge-follower.ts";
import { followerTeller } from "../src/pipeline/tell-followers.ts";
import { webSubHub } from "../src/pipeline/web-sub-hub.ts";
import { writeOpenDataNightly } from "../src/pipeline/write-open-data.ts";
import { releaseLeases, wakeDelivery } from "../src/pipeline/wake-delivery.ts";
import type { Site } from "../src/render/site.ts";
import { openVapidTokens } from "../src/web-push/vapid-token.ts";
import { confirmSubscriptionWorker } from "./confirm-subscription.ts";
import { deliverDueWorker } from "./deliver-due.ts";
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

const EXPIRY_SECONDS = 15;
const SUBSCRIPTIONS_SECONDS = 600;
const KEYS_AHEAD_SECONDS = 60;
const OPEN_DATA_SECONDS = 600;
const FOLLOWERS_SECONDS = 1;

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
  let isEnding = false;
  const isStopping = () => isEnding;
  const stops = createPushStops(db, now, log);
  const flow = openPushFlow({ now, random: Math.random, ...stops });
  const vapidTokens = openVapidTokens({ keys: deps.vapidKeys, contact: config.contact, now });
  const sending = {
    db,
    sender,
    flow,
    secrets,
    vapidTokens,
    site,
    localOrigins: config.localEndpoints,
    now,
    random: Math.random,
    isStopping,
    log,
  };
  const delivering = { ...sending, leaseSeconds: config.leaseSeconds };
  await queue.work(
    {
      "match-samples": matchSamplesWorker({ db, knowledge, sender: site.name, now, log }),
      "fan-out-alert": fanOutAlertWorker({ db, areas: knowledge.areas, queue, log }),
      "deliver-due": deliverDueWorker(delivering),
      "confirm-subscription": confirmSubscriptionWorker(sending),
    },
    // Jobs of one push service that does not answer must not keep those of the others out.
    { "match-samples": 1, "fan-out-alert": 2, "deliver-due": 64, "confirm-subscription": 64 },
  );
  const every = (name: string, seconds: number, turn: () => Promise<void>) =>
    startClockLoop(name, seconds * 1000, turn, log);
  const followers = [
    ...(config.edgeUrl === undefined ? [] : [edgeFollower(config.edgeUrl)]),
    ...(config.webSubHub === undefined ? [] : [webSubHub(config.webSubHub, site)]),
  ];
  const sweep = async () => {
    await stops.heedOperator(flow);
    await expireStopped(db);
    await wakeDelivery(db, queue);
  };
  const loops = [
    every("sweep", config.sweepSeconds, sweep),
    every("expiry", EXPIRY_SECONDS, () => expireAlerts({ db, now, log })),
    every("subscriptions", SUBSCRIPTIONS_SECONDS, async () => void (await expireSubscriptions(db, now()))),
    every("followers", FOLLOWERS_SECONDS, followerTeller({ db, sender, followers, now, log })),
    every("open data", OPEN_DATA_SECONDS, async () => {
      const written = await writeOpenDataNightly({ db, knowledge, site, openData: config.openData, now });
      if (written.outcome === "written") log.info("open data written", { ...written });
    }),
    every("keys ahead", KEYS_AHEAD_SECONDS, () => makeKeysAhead({ db, secrets, isStopping })),
  ];
  const running = closing([relay(), ...loops], queue, sender);
  return {
    ...running,
    stop() {
      isEnding = true;
      return running.stop();
    },
  };
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
