import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { rateLimit } from "../src/http/rate-limit.ts";
import { openTokenBuckets } from "../src/http/token-buckets.ts";

const START = new Date("2026-07-04T22:00:00Z");
const KEY = "Bearer tocsin_0123456789ab_secret_00000000";

/** A server with small quotas, spoken to from any address at any time. */
function limitedServer() {
  let now = START;
  const app = new Hono();
  app.use(
    "/v1/*",
    rateLimit(() => now, {
      key: { name: "key", requests: 3, windowSeconds: 60 },
      network: { name: "network", requests: 2, windowSeconds: 60 },
    }),
  );
  app.all("/v1/*", (c) => c.text("done"));
  return {
    later: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
    ask: (method: string, path: string, address: string, headers: Record<string, string> = {}) =>
      app.request(
        path,
        { method, headers },
        {
          incoming: { socket: { remoteAddress: address, remotePort: 1, remoteFamily: "IPv4" } },
        },
      ),
  };
}

describe("requests with a key", () => {
  it("are limited by the key, whoever sends them, and say how many are left", async () => {
    const { ask, later } = limitedServer();
    const post = (address: string, authorization = KEY) =>
      ask("POST", "/v1/samples", address, { authorization });
    const first = await post("203.0.113.1");
    expect(first.status).toBe(200);
    expect(first.headers.get("ratelimit-policy")).toBe('"key";q=3;w=60');
    expect(first.headers.get("ratelimit")).toBe('"key";r=2;t=20');
    await post("203.0.113.2");
    await post("198.51.100.1");
    const refused = await post("203.0.113.1");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("20");
    expect(await refused.json()).toMatchObject({ type: "urn:tocsin:problem:too-many-requests", status: 429 });
    expect((await post("203.0.113.1", `${KEY}1`)).status).toBe(200);
    later(20);
    expect((await post("203.0.113.1")).status).toBe(200);
    expect((await post("203.0.113.1")).status).toBe(429);
  });
});

describe("requests without a key", () => {
  it("that only read are never limited", async () => {
    const { ask } = limitedServer();
    for (let count = 0; count < 20; count++)
      for (const path of ["/v1/alerts", "/v1/snapshot", "/v1/subscriptions/1"]) {
        const answer = await ask("GET", path, "203.0.113.1");
        expect([answer.status, answer.headers.get("ratelimit")]).toEqual([200, null]);
      }
  });

  it("that change subscriptions are limited by network: a /24, or a /64", async () => {
    const { ask } = limitedServer();
    const post = async (address: string) => (await ask("POST", "/v1/subscriptions", address)).status;
    expect(await post("203.0.113.1")).toBe(200);
    expect(await post("203.0.113.200")).toBe(200);
    expect(await post("::ffff:203.0.113.7")).toBe(429);
    expect(await post("203.0.112.1")).toBe(200);
    expect(await post("2001:db8:1:2::1")).toBe(200);
    expect(await post("2001:db8:1:2:ffff::1")).toBe(200);
    expect(await post("2001:db8:1:2::99")).toBe(429);
    expect(await post("2001:db8:1:3::1")).toBe(200);
  });

  it("behind a proxy of our own are told apart by what the proxy wrote last", async () => {
    const { ask } = limitedServer();
    const post = async (forwarded: string) =>
      (await ask("POST", "/v1/subscriptions", "10.0.0.1", { "x-forwarded-for": forwarded })).status;
    expect(await post("203.0.113.1")).toBe(200);
    expect(await post("192.0.2.1, 203.0.113.1")).toBe(200);
    expect(await post("192.0.2.2, 203.0.113.1")).toBe(429);
    expect(await post("203.0.113.1, 192.0.2.2")).toBe(200);
  });

  it("of which nobody can tell whence they come are not limited: a crowd must not be taken for one", async () => {
    const { ask } = limitedServer();
    for (let count = 0; count < 10; count++)
      for (const headers of [{}, { "x-forwarded-for": "10.1.2.3" }, { "x-forwarded-for": "nobody" }])
        expect(
          (await ask("POST", "/v1/subscriptions", "127.0.0.1", headers as Record<string, string>)).status,
        ).toBe(200);
  });

  it("from outside cannot say that they come from elsewhere", async () => {
    const { ask } = limitedServer();
    const post = async (forwarded: string) =>
      (await ask("POST", "/v1/subscriptions", "203.0.113.1", { "x-forwarded-for": forwarded })).status;
    expect([await post("192.0.2.1"), await post("198.51.100.1"), await post("8.8.8.8")]).toEqual([
      200, 200, 429,
    ]);
  });
});

describe("a bucket", () => {
  it("is never fuller than full, and loses nothing to a clock that is put back", () => {
    let now = START;
    const buckets = openTokenBuckets({ requests: 2, windowSeconds: 10 }, () => now);
    expect(buckets.take("a")).toMatchObject({ isTaken: true, left: 1 });
    now = new Date(START.getTime() + 3_600_000);
    expect(buckets.take("a")).toMatchObject({ isTaken: true, left: 1, resetSeconds: 5 });
    now = START;
    expect(buckets.take("a")).toMatchObject({ isTaken: true, left: 0 });
    expect(buckets.take("a")).toMatchObject({ isTaken: false, left: 0, retrySeconds: 5 });
    expect(buckets.take("b")).toMatchObject({ isTaken: true, left: 1 });
  });
});
