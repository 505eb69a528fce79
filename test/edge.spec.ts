import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPushService, startLocalPushService } from "../demo/local-push-service.ts";
import { findFreePort } from "../src/embedded-postgres/find-free-port.ts";
import { buildForDeployment, type EdgeWorker, startEdgeWorker } from "./support/edge-worker.ts";
import { has } from "./support/requirements.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { approve, type People, publishResult, subscribePhone } from "./support/steps-of-a-result.ts";
import { until } from "./support/until.ts";

const TIMEOUT_MS = 120_000;
const MEGABYTE = 1_000_000;

describe.skipIf(!has("wrangler"))("a service with an edge in front of it", () => {
  let push: LocalPushService;
  let edge: EdgeWorker;
  let tocsin: RunningTocsin;
  let people: People;
  let isRunning = false;

  beforeAll(async () => {
    const port = await findFreePort(undefined);
    push = await startLocalPushService();
    edge = await startEdgeWorker(`http://127.0.0.1:${port}`);
    tocsin = await runTocsin({
      environment: {
        PORT: String(port),
        TOCSIN_URL: edge.url,
        TOCSIN_EDGE_URL: edge.url,
        TOCSIN_LOCAL_ENDPOINTS: `${edge.url},${push.origin}`,
      },
    });
    isRunning = true;
    people = {
      device: await tocsin.key(["submit", "read"]),
      anna: await tocsin.reviewerKey("Anna"),
      ben: await tocsin.reviewerKey("Ben"),
    };
  }, TIMEOUT_MS);
  afterAll(async () => {
    if (isRunning) await tocsin?.stop();
    await edge?.close();
    await push?.close();
  });

  /** The edge as people speak to it, in the words of the other specs. */
  const throughEdge = () => ({ ...tocsin, localUrl: edge.url });
  const bodyAt = async (origin: string, path: string) => (await fetch(origin + path)).text();
  const standingAtEdge = async (alertId: string) => {
    const response = await fetch(`${edge.url}/v1/alerts`);
    const { alerts } = (await response.json()) as {
      alerts: { id: string; revision: number; msgType: string }[];
    };
    return alerts.find(({ id }) => id === alertId);
  };

  it(
    "shows at the edge within five seconds what is published, updated and withdrawn, without anybody asking",
    async () => {
      const alertId = await publishResult(tocsin, people, { area: "PL-14" });
      await until(
        () => bodyAt(edge.url, "/feeds/alerts.rss"),
        (feed) => feed.includes(alertId),
        5_000,
      );
      await tocsin.call("POST", `/v1/review/alerts/${alertId}/update`, people.anna, {});
      for (const person of [people.anna, people.ben]) await approve(tocsin, person, alertId);
      await until(
        () => standingAtEdge(alertId),
        (standing) => standing?.msgType === "Update",
        5_000,
      );
      const reason = { reason: "The sample was mixed up." };
      await tocsin.call("POST", `/v1/review/alerts/${alertId}/withdraw`, people.ben, reason);
      await until(
        () => standingAtEdge(alertId),
        (standing) => standing?.msgType === "Cancel",
        5_000,
      );
    },
    TIMEOUT_MS,
  );

  it(
    "serves there the same bytes as the service does",
    async () => {
      const alertId = await publishResult(tocsin, people, { area: "PL-12" });
      const here = tocsin.localUrl;
      await until(
        () => bodyAt(edge.url, "/feeds/alerts.rss"),
        (feed) => feed.includes(alertId),
        10_000,
      );
      for (const path of [
        ...["rss", "atom", "json", "geojson", "cap.atom", "cap.rss"].map((ext) => `/feeds/alerts.${ext}`),
        "/feeds/alerts.rss.jws",
        "/feeds/region/PL-12.rss",
        "/feeds/red-week.json",
        "/feeds",
        "/feeds.opml",
        `/alerts/${alertId}/1.cap`,
        "/subscribe",
        "/manage",
        "/v1/alerts",
        `/v1/alerts/${alertId}`,
        "/v1/application-server-key",
      ])
        expect(await bodyAt(edge.url, path), path).toBe(await bodyAt(here, path));
    },
    TIMEOUT_MS,
  );

  it(
    "lets people subscribe at the edge, and reaches them",
    async () => {
      const speaker = {
        ...throughEdge(),
        async call(method: string, path: string, key?: string, body?: unknown) {
          const response = await fetch(edge.url + path, {
            method,
            headers: {
              ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
              "content-type": "application/json",
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          });
          return { status: response.status, headers: response.headers, body: await response.json() };
        },
      };
      const { phone, id, managementToken } = await subscribePhone(speaker, push, { areas: ["PL"] });
      expect((await speaker.call("GET", `/v1/subscriptions/${id}`, managementToken)).status).toBe(200);
      expect((await speaker.call("GET", `/v1/subscriptions/${id}`)).status).toBe(404);
      const alertId = await publishResult(tocsin, people, { area: "PL-06" });
      await push.waitFor(() => phone.shown().some(({ tag }) => tag === `alert-${alertId}`), 30_000);
    },
    TIMEOUT_MS,
  );

  it(
    "goes on at the edge when the service is killed, and says how old the copy is",
    async () => {
      await tocsin.stop();
      isRunning = false;
      const ages: number[] = [];
      for (let turn = 0; turn < 3; turn++) {
        expect(await edge.lookByClock()).toBe("ok");
        for (const path of [
          "/",
          "/feeds/alerts.rss",
          "/feeds/alerts.cap.atom",
          "/v1/alerts",
          "/subscribe",
          "/embed/PL",
        ]) {
          const response = await fetch(edge.url + path);
          expect([path, response.status]).toEqual([path, 200]);
          ages.push(Number(response.headers.get("tocsin-copy-age")));
        }
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      expect(ages).toEqual(ages.toSorted((a, b) => a - b));
      expect(ages.at(-1)).toBeGreaterThan(ages[0] ?? 0);
      expect(await bodyAt(edge.url, "/feeds/alerts.rss")).toContain("Withdrawn");
      const refused = await fetch(`${edge.url}/v1/subscriptions`, { method: "POST", body: "{}" });
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "60"]);
      expect(await refused.json()).toMatchObject({
        alternatives: expect.arrayContaining([`${edge.url}/feeds/alerts.rss`]),
      });
    },
    TIMEOUT_MS,
  );

  it(
    "is small, needs no secret, and knows no database",
    async () => {
      const { printed, scriptBytes } = await buildForDeployment();
      expect(scriptBytes).toBeLessThan(MEGABYTE);
      expect(printed).toContain("env.COPY");
      expect(printed).not.toMatch(/secret|hyperdrive|postgres/i);
    },
    TIMEOUT_MS,
  );
});
