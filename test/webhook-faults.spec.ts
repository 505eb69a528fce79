import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LoopbackServer, startLoopbackServer } from "../demo/loopback-server.ts";
import { openHttpSender } from "../src/adapters/post-once.ts";
import type { Resolve } from "../src/adapters/public-address.ts";
import { markConfirmed } from "../src/db/mark-confirmed.ts";
import {
  type Behaviour,
  type FaultyPushService,
  startFaultyPushService,
} from "./support/faulty-push-service.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { registerWebhook } from "./support/steps-of-a-result.ts";
import { startWebhookReceiver, type WebhookReceiver } from "./support/webhook-receiver.ts";

/** Longer than the spec takes: whoever waits for a silent receiver is seen. */
const PATIENT = { connectMs: 1_000, headersMs: 120_000, totalMs: 120_000 };
/** More than the lanes that a push service has. */
const ALERTS = 6;
const MOST_GROWTH_BYTES = 200 * 1024 ** 2;

describe("receivers of webhooks that do harm once they are confirmed", () => {
  /** What nobody may reach through Tocsin. */
  let inside: LoopbackServer;
  let good: WebhookReceiver;
  let bad: { fault: string; service: FaultyPushService; id: string }[];
  let rebound: { id: string; asked: number };
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let key: string;
  let anna: string;

  /** A name that is public when it is registered and leads to this machine ever after. */
  const resolve: Resolve = (_, __, found) => {
    rebound.asked++;
    found(null, [{ address: rebound.asked === 1 ? "93.184.215.14" : "127.0.0.1", family: 4 }]);
  };

  beforeAll(async () => {
    inside = await startLoopbackServer(() => ({ status: 200, reason: "" }));
    good = await startWebhookReceiver();
    const behaviours: Record<string, Behaviour> = {
      "says nothing": "hang",
      "sends the head of its answer byte by byte": "drip-head",
      "sends the body byte by byte": "drip-body",
      "answers 1 GB": "endless",
      "leads to the cloud's own pages": {
        status: 302,
        headers: { location: "http://169.254.169.254/latest/meta-data/" },
      },
      "leads inside": { status: 307, headers: { location: `${inside.origin}/secret` } },
    };
    bad = await Promise.all(
      Object.entries(behaviours).map(async ([fault, behaviour]) => {
        const service = await startFaultyPushService();
        service.always(behaviour);
        return { fault, service, id: "" };
      }),
    );
    rebound = { id: "", asked: 0 };
    const origins = [good.origin, ...bad.map(({ service }) => service.origin)];
    tocsin = await runTocsin({
      environment: { TOCSIN_LOCAL_ENDPOINTS: origins.join(","), TOCSIN_LEASE_SECONDS: "300" },
      sender: openHttpSender(origins, { deadlines: PATIENT, resolve }),
      resolve,
    });
    key = await tocsin.key(["webhook"]);
    anna = await tocsin.reviewerKey("Anna");
    desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
    await registerWebhook(tocsin, good, key);
    for (const one of bad) one.id = await confirmedAt(`${one.service.origin}/hook`);
    rebound.id = await confirmedAt("https://rebound.example.org/hook");
  });
  afterAll(async () => {
    await Promise.all(bad?.map(({ service }) => service.close()) ?? []);
    await tocsin?.stop();
    await Promise.all([good?.close(), inside?.close()]);
  });

  /** Registers a webhook that was well when it was challenged. */
  const confirmedAt = async (url: string): Promise<string> => {
    const { status, body } = await tocsin.call("POST", "/v1/webhooks", key, { url });
    expect([url, status]).toEqual([url, 201]);
    const { db } = tocsin.installation;
    const { number } = await db
      .selectFrom("subscription")
      .select("number")
      .where("id", "=", body.id)
      .executeTakeFirstOrThrow();
    await markConfirmed(db, number, new Date());
    return body.id;
  };
  const deliveriesOf = async (id: string) =>
    (await tocsin.call("GET", `/v1/webhooks/${id}/deliveries`, key)).body.deliveries;

  it("hold up nobody else, reach nothing inside, and cost no memory", async () => {
    const before = process.memoryUsage().rss;
    for (let alerts = 0; alerts < ALERTS; alerts++) {
      const { alertId } = await desk.openWarning();
      expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "published" });
    }
    // All of them arrive while the silent ones are still waited for.
    const arrived = () => good.received.filter(({ payload }) => payload.type === "alert.published");
    await good.waitFor(() => arrived().length === ALERTS, 60_000);
    for (const { fault, service, id } of bad) {
      expect([fault, service.requests.length]).toEqual([fault, expect.toSatisfy((count) => count >= ALERTS)]);
      expect([fault, (await deliveriesOf(id)).map(({ state }: { state: string }) => state)]).toEqual([
        fault,
        Array(ALERTS).fill("pending"),
      ]);
    }
    expect(rebound.asked).toBeGreaterThanOrEqual(2);

    // The silent ones fall silent for good; now all is written down.
    for (const { service } of bad) await service.close();
    const settled = await tocsin.until(
      () => deliveriesOf(rebound.id),
      (all) => all.every(({ attempts }: { attempts: number }) => attempts > 0),
      60_000,
    );
    expect(settled).toEqual(
      Array(ALERTS).fill(expect.objectContaining({ state: "pending", lastAnswer: "NotPublic" })),
    );
    expect(inside.log).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_GROWTH_BYTES);
  });
});
