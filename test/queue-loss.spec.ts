import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { type JobName, openQueue } from "../src/adapters/queue.ts";
import { silentLog } from "../src/log.ts";
import { ledgerOf, untilNothingIsDue } from "./support/ledger.ts";
import { canRun, QUEUES, startQueue } from "./support/queue-backends.ts";
import { type QueueVandal, vandalisePostgres, vandaliseRedis } from "./support/queue-vandal.ts";
import { startRedisServer } from "./support/redis-server.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import {
  type People,
  publishResult,
  submitResult,
  noticeOf,
  subscribePhone,
} from "./support/steps-of-a-result.ts";

const LOSSES: { what: string; name: JobName; area: string }[] = [
  { what: "the samples to match", name: "match-samples", area: "PL-02" },
  { what: "the alert to fan out", name: "fan-out-alert", area: "PL-04" },
  { what: "the deliveries to make", name: "deliver-due", area: "PL-06" },
];

let push: LocalPushService;
beforeAll(async () => {
  push = await startLocalPushService();
});
afterAll(() => push.close());

const openTocsin = (environment: Record<string, string>) =>
  runTocsin({
    environment: { ...environment, TOCSIN_RELAY_AGAIN_SECONDS: "1", TOCSIN_LOCAL_ENDPOINTS: push.origin },
  });

const peopleOf = async (tocsin: RunningTocsin): Promise<People> => ({
  device: await tocsin.key(["submit", "read"]),
  anna: await tocsin.reviewerKey("Anna"),
  ben: await tocsin.reviewerKey("Ben"),
});

for (const queueName of QUEUES)
  describe.skipIf(!canRun(queueName))(`a queue on ${queueName} that forgets everything`, () => {
    let queue: Awaited<ReturnType<typeof startQueue>>;
    let tocsin: RunningTocsin;
    let people: People;
    let vandal: QueueVandal;

    beforeAll(async () => {
      queue = await startQueue(queueName);
      tocsin = await openTocsin(queue.environment);
      people = await peopleOf(tocsin);
      vandal = queue.redis ? vandaliseRedis(queue.redis) : await vandalisePostgres(tocsin.databaseUrl);
    });
    afterAll(async () => {
      await vandal?.close();
      await tocsin?.stop();
      await queue?.stop();
    });

    it.each(LOSSES)("loses $what, and all of it arrives once", async ({ name, area }) => {
      const { phone } = await subscribePhone(tocsin, push, { areas: [area] });
      await vandal.pause(name);
      const publishing = publishResult(tocsin, people, { area });
      await vandal.untilWaiting(name);
      await vandal.empty();

      const alertId = await publishing;
      await push.waitFor(() => phone.received.length > 0, 20_000);
      await untilNothingIsDue(tocsin.installation.db);
      expect(phone.received).toHaveLength(1);
      expect(await ledgerOf(tocsin.installation.db, alertId, 1)).toEqual({ accepted: 1 });
    });

    it("forgets again and again while many results come in, and each arrives once", async () => {
      const areas = ["PL-08", "PL-10", "PL-12", "PL-16", "PL-18", "PL-20"];
      const phones = await Promise.all(
        areas.map(async (area) => (await subscribePhone(tocsin, push, { areas: [area] })).phone),
      );
      const stop = new AbortController();
      const forgetting = (async () => {
        for (; !stop.signal.aborted; await sleep(40)) await vandal.empty();
      })();
      await Promise.all(areas.map((area) => publishResult(tocsin, people, { area })));
      stop.abort();
      await forgetting;
      await push.waitFor(() => phones.every(({ received }) => received.length > 0), 20_000);
      await untilNothingIsDue(tocsin.installation.db);
      expect(phones.map(({ received }) => received.length)).toEqual(areas.map(() => 1));
    });

    it("brings jobs again that were done long ago, and nothing happens twice", async () => {
      const { phone } = await subscribePhone(tocsin, push, { areas: ["PL-22"] });
      await publishResult(tocsin, people, { area: "PL-22" });
      await push.waitFor(() => phone.received.length > 0, 20_000);
      const { db } = tocsin.installation;
      await untilNothingIsDue(db);
      const counted = () =>
        sql`select (select count(*) from decision) as decisions, (select count(*) from alert_revision) as revisions,
          (select count(*) from delivery) as deliveries`.execute(db);
      const before = (await counted()).rows;

      const events = await db.selectFrom("outbox").select(["id", "topic"]).execute();
      const idsOf = (topic: string) => events.filter((event) => event.topic === topic).map(({ id }) => id);
      const second = openQueue(
        queue.redis
          ? { kind: "redis", redisUrl: queue.redis.url }
          : { kind: "postgres", databaseUrl: tocsin.databaseUrl },
        silentLog,
      );
      await second.add("match-samples", [{ eventIds: idsOf("sample-changed") }]);
      await second.add(
        "fan-out-alert",
        idsOf("alert-published").map((eventId) => ({ eventId })),
      );
      await second.add("deliver-due", [{ pushServiceId: 1, lanes: 4 }]);
      await second.close();
      await vandal.untilIdle();
      expect((await counted()).rows).toEqual(before);
      expect(phone.received).toHaveLength(1);
    });
  });

it("goes on when the database cuts every connection", async () => {
  const tocsin = await openTocsin({});
  const people = await peopleOf(tocsin);
  const { phone } = await subscribePhone(tocsin, push, { areas: ["PL"] });
  const { db } = tocsin.installation;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
    db,
  );
  // Whoever is the first to notice is told to send again, and does.
  await tocsin.until(
    () => tocsin.call("GET", "/readyz"),
    ({ status }) => status === 200,
  );
  await publishResult(tocsin, people);
  await push.waitFor(() => phone.received.length > 0, 20_000);
  await untilNothingIsDue(db);
  expect(phone.received).toHaveLength(1);
  await tocsin.stop();
});

describe.skipIf(!canRun("redis"))("a Redis that is away", () => {
  it("holds up no request, and what was taken in meanwhile arrives once when it is back", async () => {
    const redis = await startRedisServer();
    const tocsin = await openTocsin({ REDIS_URL: redis.url });
    const people = await peopleOf(tocsin);
    const { phone } = await subscribePhone(tocsin, push, { areas: ["PL"] });
    const matched = await submitResult(tocsin, people.device);
    await noticeOf(tocsin, people.device, matched);

    await redis.stop();
    const { body } = await tocsin.call("GET", `/v1/samples/${matched}`, people.device);
    const { alertId } = body.notice;
    const approvals = [];
    for (const person of [people.anna, people.ben]) {
      const read = await tocsin.call("GET", `/v1/review/alerts/${alertId}`, person);
      const { contentHash } = read.body.revisions[0];
      approvals.push(
        (await tocsin.call("POST", `/v1/review/alerts/${alertId}/approve`, person, { contentHash })).body
          .outcome,
      );
    }
    expect(approvals).toEqual(["approved", "published"]);
    const submitted = await submitResult(tocsin, people.device, { area: "PL-24" });

    const again = await startRedisServer(Number(new URL(redis.url).port));
    await push.waitFor(() => phone.received.length > 0, 20_000);
    expect(await noticeOf(tocsin, people.device, submitted)).toMatchObject({ decision: "open" });
    await untilNothingIsDue(tocsin.installation.db);
    expect(phone.received).toHaveLength(1);
    await tocsin.stop();
    await again.stop();
  });

  it("keeps nobody from starting, being heard, and stopping", async () => {
    const redis = await startRedisServer();
    await redis.stop();
    const tocsin = await openTocsin({ REDIS_URL: redis.url });
    const people = await peopleOf(tocsin);
    const sampleId = await submitResult(tocsin, people.device);
    expect((await tocsin.call("GET", `/v1/samples/${sampleId}`, people.device)).body.notice).toBeNull();

    const again = await startRedisServer(Number(new URL(redis.url).port));
    expect(await noticeOf(tocsin, people.device, sampleId)).toMatchObject({ decision: "open" });
    await again.stop();
    await tocsin.stop();
  });
});
