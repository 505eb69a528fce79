import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PublishedAlert } from "../src/domain/published-alert.ts";
import { snapshotRoutes } from "../src/http/snapshot.ts";
import { type EdgeWorker, startEdgeWorker } from "./support/edge-worker.ts";
import { ALERT_ID, anAlert, SITE } from "./support/invented-alerts.ts";
import { type LocalSite, startLocalSite } from "./support/local-site.ts";
import { has } from "./support/requirements.ts";
import { until } from "./support/until.ts";
import { withoutTags } from "./support/without-tags.ts";

const AREAS = [
  { code: "PL", names: { en: "Poland", pl: "Polska" }, aliases: [] },
  { code: "PL-14", names: { en: "Mazowieckie", pl: "Mazowieckie" }, parent: "PL", aliases: [] },
];
const OTHER_ID = "0197d7a0-0000-7000-8000-000000000002";
const inAWeek = new Date(Date.now() + 7 * 86_400_000);
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** What the service answers when it is asked for everything. */
type Answer = "snapshot" | "half of it" | "a gateway's page" | "nothing for long";

describe.skipIf(!has("wrangler"))("the edge", () => {
  let edge: EdgeWorker;
  let service: LocalSite;
  let answer: Answer = "a gateway's page";
  let version = "1";
  let takenAt = new Date();
  let alerts: PublishedAlert[] = [];
  let pulls = 0;
  const posted: { body: string; headers: Record<string, string> }[] = [];

  beforeAll(async () => {
    const app = new Hono();
    app.use("/v1/snapshot", async (c, next) => {
      pulls++;
      if (answer === "a gateway's page") return c.html("<h1>502 Bad Gateway</h1>", 502);
      if (answer === "nothing for long") await new Promise((resolve) => setTimeout(resolve, 6_000));
      await next();
      if (answer === "half of it")
        c.res = c.body((await c.res.text()).slice(0, -9), 200, Object.fromEntries(c.res.headers));
      return undefined;
    });
    app.post("/v1/subscriptions", async (c) => {
      if (answer === "a gateway's page") return c.html("<h1>502 Bad Gateway</h1>", 502);
      posted.push({ body: await c.req.text(), headers: c.req.header() });
      c.header("set-cookie", "known=1");
      return c.json({ id: "one" }, 201);
    });
    app.get("/alerts/:id", (c) => c.text(`the service knows ${c.req.param("id")}`));
    app.get("/subscribe", (c) => c.text(`invited by ${c.req.query("invitation")}`));
    app.route(
      "/v1/snapshot",
      snapshotRoutes({
        // A new array with each reading, as when something was published.
        alerts: {
          snapshot: async () => ({ version, takenAt, alerts: [...alerts] }),
          revisions: async () => [],
        },
        site: SITE,
        areas: AREAS,
        substanceClasses: [{ id: "stimulant", name: "stimulants" }],
        vapidPublicKey: "the-key",
      }),
    );
    service = await startLocalSite(app);
    edge = await startEdgeWorker(service.origin);
  });
  afterAll(async () => {
    await edge?.close();
    await service?.close();
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(edge.url + path, { headers });
  const refresh = () => fetch(`${edge.url}/refresh`, { method: "POST" });
  const publish = (next: string, published: PublishedAlert[], at = new Date()) => {
    [version, alerts, takenAt, answer] = [next, published, at, "snapshot"];
  };
  const shown = async () => {
    const { alerts: listed } = (await (await get("/v1/alerts")).json()) as { alerts: unknown[] };
    return listed.length;
  };

  it("never says that there is nothing before it has a copy", async () => {
    for (const path of ["/", "/feeds/alerts.rss", "/v1/alerts", "/embed/PL"]) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 503]);
      expect(response.headers.get("retry-after")).toBe("60");
    }
    expect(withoutTags(await (await get("/")).text())).toContain("This does not mean that there are none");
    expect((await get("/tocsin.css")).status).toBe(200);
    expect((await refresh()).status).toBe(503);
  });

  it("serves pages, feeds, CAP documents, embeds, files and public JSON once it has one, and says how old it is", async () => {
    publish("1", [anAlert({ expiresAt: inAWeek })], minutesAgo(3));
    expect((await refresh()).status).toBe(200);
    const kinds = {
      "/": "text/html",
      [`/alerts/${ALERT_ID}`]: "text/html",
      [`/alerts/${ALERT_ID}/1.cap`]: "application/cap+xml",
      "/subscribe": "text/html",
      "/manage": "text/html",
      "/feeds": "text/html",
      "/feeds/alerts.rss": "application/rss+xml",
      "/feeds/alerts.atom": "application/atom+xml",
      "/feeds/alerts.json": "application/feed+json",
      "/feeds/region/PL-14.geojson": "application/geo+json",
      "/feeds/pl/warning-week.cap.atom": "application/atom+xml",
      "/v1/alerts": "application/json",
      [`/v1/alerts/${ALERT_ID}`]: "application/json",
      "/v1/application-server-key": "application/json",
      "/embed/PL-14": "text/html",
      "/embed/PL-14.json": "application/json",
    };
    for (const [path, type] of Object.entries(kinds)) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get("content-type"), path).toContain(type);
      expect(Number(response.headers.get("tocsin-copy-age")), path).toBeGreaterThanOrEqual(180);
      expect(response.headers.get("age"), path).toBe(response.headers.get("tocsin-copy-age"));
      expect(response.headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(response.headers.get("content-security-policy"), path).toContain("default-src 'none'");
      expect(response.headers.get("set-cookie"), path).toBeNull();
    }
    for (const file of ["/tocsin.css", "/subscribe.js", "/sw.js", "/manifest.webmanifest", "/embed.js"])
      expect([file, (await get(file)).status]).toEqual([file, 200]);
    expect((await get("/embed.js")).headers.get("access-control-allow-origin")).toBe("*");
    expect(await (await get("/subscribe")).text()).toContain('data-application-server-key="the-key"');
    expect(await (await get("/")).text()).not.toContain("This copy is");
  });

  it("answers 304 to a reader that has the feed", async () => {
    const etag = (await get("/feeds/alerts.atom")).headers.get("etag") ?? "";
    expect((await get("/feeds/alerts.atom", { "if-none-match": etag })).status).toBe(304);
  });

  it("does not know what only the service knows", async () => {
    for (const path of ["/review", "/v1/samples", "/v1/review/alerts", "/sign-in", "/tocsin.cs", "/x.png"])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });

  it("asks the service for alerts that it does not hold, and for invitations", async () => {
    expect(await (await get(`/alerts/${OTHER_ID}`)).text()).toBe(`the service knows ${OTHER_ID}`);
    expect(await (await get("/subscribe?invitation=secret")).text()).toBe("invited by secret");
  });

  it("passes a subscription on, without what the service need not know", async () => {
    const response = await fetch(`${edge.url}/v1/subscriptions`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: "tocsin=x", "x-forwarded-for": "192.0.2.1" },
      body: '{"subscription":1}',
    });
    expect([response.status, await response.json()]).toEqual([201, { id: "one" }]);
    expect(response.headers.get("set-cookie")).toBeNull();
    const [{ body, headers } = { body: "", headers: {} }] = posted;
    expect(body).toBe('{"subscription":1}');
    expect(headers).toMatchObject({ "content-type": "application/json" });
    expect(headers).not.toHaveProperty("cookie");
    expect(headers["x-forwarded-for"]).not.toBe("192.0.2.1");
  });

  it("has what is published within seconds, by the ping", async () => {
    publish("2", [anAlert({ alertId: OTHER_ID, expiresAt: inAWeek }), anAlert({ expiresAt: inAWeek })]);
    expect(await (await refresh()).json()).toMatchObject({ version: "2" });
    expect(await shown()).toBe(2);
    expect(await (await get("/feeds/alerts.rss")).text()).toContain(OTHER_ID);
  });

  it("says that it must be told again while the service does not show it yet what it was told of", async () => {
    const told = (body: string) => fetch(`${edge.url}/refresh`, { method: "POST", body });
    expect((await told('{"version":"3"}')).status).toBe(503);
    expect((await told('{"version":"2"}')).status).toBe(200);
    expect((await told("x".repeat(100_000))).status).toBe(200);
  });

  it("has it without the ping too, by the clock or while people read", async () => {
    publish("3", [anAlert({ expiresAt: inAWeek })]);
    expect(await edge.lookByClock()).toBe("ok");
    expect(await shown()).toBe(1);
    publish("4", []);
    await until(shown, (count) => count === 0, 60_000);
  });

  it("asks the service once, however many ask for a refresh at once", async () => {
    const before = pulls;
    const answers = await Promise.all(Array.from({ length: 30 }, refresh));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(pulls - before).toBeLessThanOrEqual(2);
  });

  it("keeps the last good copy when it is sent half of one, a gateway's page, an older one, or nothing", async () => {
    publish("5", [anAlert({ expiresAt: inAWeek })]);
    await refresh();
    const stored = async () => (await edge.store()).get("copy");
    const good = await stored();
    alerts = [];
    version = "6";
    for (const next of ["half of it", "a gateway's page"] as const) {
      takenAt = new Date();
      answer = next;
      expect(await (await refresh()).json()).toMatchObject({ version: "5" });
      expect(await shown()).toBe(1);
    }
    publish("4", [], minutesAgo(30));
    expect(await (await refresh()).json()).toMatchObject({ version: "5" });
    answer = "nothing for long";
    expect(await (await refresh()).json()).toMatchObject({ version: "5" });
    expect(await shown()).toBe(1);
    expect(await stored()).toBe(good);
  });

  it("answers subscriptions with the ways that need none while the service is down", async () => {
    answer = "a gateway's page";
    const response = await fetch(`${edge.url}/v1/subscriptions`, { method: "POST", body: "{}" });
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({
      type: "urn:tocsin:problem:service-unreachable",
      alternatives: expect.arrayContaining([`${SITE.url}/feeds/alerts.rss`]),
    });
    const unheld = await get("/alerts/0197d7a0-0000-7000-8000-000000000009");
    expect([unheld.status, (await get("/")).status]).toEqual([200, 200]);
  });
});
