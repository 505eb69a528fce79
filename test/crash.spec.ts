import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, inject, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { startWebhookSink } from "../demo/webhook-sink.ts";
import { openEmbeddedPostgres } from "../src/embedded-postgres/open-embedded-postgres.ts";
import { IMPATIENT, type NightSeen, tellNight } from "./support/night-of-crashes.ts";
import { canRun, type QueueName, startQueue } from "./support/queue-backends.ts";
import { testEnvironment } from "./support/running-tocsin.ts";
import { type SupervisedTocsin, superviseTocsin } from "./support/supervised-tocsin.ts";
import { cloneDatabase } from "./support/throwaway-postgres.ts";

const TIMEOUT_MS = 120_000;
const everybodys = await startLocalPushService();
afterAll(() => everybodys.close());

interface NightOptions {
  crashAt?: readonly string[];
  push?: LocalPushService;
  /** Happens while the night goes on. */
  meanwhile?: (tocsin: SupervisedTocsin) => Promise<void>;
}

/** One night on a database and a queue of its own, with a process killed at each of `crashAt`. */
async function nightOn(
  queueName: QueueName,
  { crashAt = [], push = everybodys, meanwhile }: NightOptions = {},
) {
  const clone = await cloneDatabase(inject("adminUrl"), inject("template"));
  const [queue, sink] = await Promise.all([startQueue(queueName), startWebhookSink()]);
  const environment = testEnvironment(clone.url, {
    ...queue.environment,
    ...IMPATIENT,
    TOCSIN_LOCAL_ENDPOINTS: `${push.origin},${sink.origin}`,
    TOCSIN_URL: "https://alerts.example.org",
  });
  const tocsin = superviseTocsin(environment, { crashAt });
  try {
    const [night] = await Promise.all([tellNight(tocsin, { push, sink }, clone.url), meanwhile?.(tocsin)]);
    return night;
  } finally {
    await tocsin.stop();
    await Promise.all([clone.drop(), queue.stop(), sink.close()]);
  }
}

/** Everything that the product logs from a submission to its delivery. Between any two of these it may die. */
const { points } = await nightOn("postgres");

it("says what it does at every step from the submission to the delivery", () => {
  const steps = [
    "samples recorded",
    "relaying",
    "matching",
    "matched",
    "approving",
    "published",
    "fanned out",
  ];
  for (const step of [...steps, "delivering", "sent", "settled"]) expect(points).toContain(`${step}#1`);
});

describe("a Tocsin that is killed", { concurrent: true, timeout: TIMEOUT_MS }, () => {
  it.each(points)("at %s tells everybody once after its next start", async (crashAt) => {
    const night = await nightOn("postgres", { crashAt: [crashAt] });
    expect(night.lives).toBe(2);
    expect(night.points.at(-1)).toBe(crashAt);
    expectToldOnce(night);
    // Who was sent it when nobody could write that down any more is sent it again, in the place of the first.
    const times = (step: string) => night.points.filter((point) => point.startsWith(`${step}#`)).length;
    const mayRepeat = times("delivering") > times("settled");
    const received = [night.webhook, ...night.phones].map((farEnd) => farEnd.received);
    expect(Math.max(...received)).toBeLessThanOrEqual(mayRepeat ? 2 : 1);
  });

  it("after a first message, before it is written down, sends it again and tells everybody once", async () => {
    const night = await nightOn("postgres", { crashAt: ["confirmation sent#1"] });
    expect(night.lives).toBe(2);
    expectToldOnce(night);
  });

  it("while some answers are still out tells everybody, and shows nobody two", async () => {
    const push = await startLocalPushService();
    const night = await nightOn("postgres", {
      push,
      meanwhile: async (tocsin) => {
        // Three first messages, then the alert.
        await push.waitFor(() => push.answered.get(201) === 3, TIMEOUT_MS);
        push.failNext("hang");
        await push.waitFor(() => push.answered.get("hang") === 1 && push.answered.get(201) === 5, TIMEOUT_MS);
        await tocsin.kill();
      },
    });
    await push.close();
    expect(night.lives).toBe(2);
    expectToldOnce(night);
    expect(night.phones.reduce((all, { received }) => all + received, 0)).toBe(5);
  });

  it.skipIf(!canRun("redis"))("at one step after another, all night, tells everybody once", async () => {
    const night = await nightOn("redis", { crashAt: points.map((point) => point.replace(/#.*/, "#1")) });
    expect(night.lives).toBeGreaterThan(points.length / 2);
    expectToldOnce(night);
  });

  it("takes over its embedded database that was left running, and starts it again when that was killed too", async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), "tocsin-crash-"));
    await chmod(dataFolder, 0o711); // as root, the server runs as another user, who has to pass
    const directory = join(dataFolder, "postgres");
    const sink = await startWebhookSink();
    const servers: number[] = [];
    const environment = testEnvironment("", {
      TOCSIN_DATA: dataFolder,
      TOCSIN_LOCAL_ENDPOINTS: `${everybodys.origin},${sink.origin}`,
      TOCSIN_URL: "https://alerts.example.org",
      TOCSIN_RELAY_AGAIN_SECONDS: "600",
      TOCSIN_LEASE_SECONDS: "600",
    });
    const tocsin = superviseTocsin(environment, {
      crashAt: ["matching#1", "delivering#1"],
      afterDeath: async (deaths) => {
        servers.push(
          Number((await readFile(join(directory, "cluster/postmaster.pid"), "utf8")).split("\n")[0]),
        );
        if (deaths === 2) process.kill(servers.at(-1) ?? 0, "SIGKILL");
      },
    });
    try {
      await tocsin.isUp();
      const visitor = await openEmbeddedPostgres({ directory, database: "tocsin", log: () => {} });
      expect(visitor.outcome).toBe("in-use");
      const night = await tellNight(tocsin, { push: everybodys, sink }, visitor.url);
      expect(night.lives).toBe(3);
      expectToldOnce(night);
      expect(servers[1]).toBe(servers[0]);
    } finally {
      await tocsin.stop();
      await Promise.all([sink.close(), rm(dataFolder, { recursive: true, force: true })]);
    }
  });
});

/** Whatever happened: at each far end it is seen once, and the database says the same. */
function expectToldOnce(night: NightSeen): void {
  for (const phone of night.phones)
    expect(phone).toMatchObject({ shown: [`alert-${night.alertId}`], topics: 1, undecryptable: 0 });
  expect(night.webhook.ids).toBe(1);
  expect(night.ledger).toEqual({ accepted: 4 });
  expect(night.feed).toEqual([`alert/${night.alertId}/1`]);
  expect(night.counts).toEqual({
    sample: 1,
    decision: 1,
    alert: 1,
    alert_revision: 1,
    approval: 2,
    approvalsAudited: 2,
  });
}
