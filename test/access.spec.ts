import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../src/db/open-database.ts";
import { createKey, KEY_PATTERN, revokeKey, SCOPES } from "../src/identity/api-key.ts";
import { findOrCreateOrganisation } from "../src/identity/sign-in.ts";
import { silentLog } from "../src/log.ts";
import { appOf } from "./support/app-of.ts";
import { sendRaw } from "./support/raw-request.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const flipped = (text: string) => (text.startsWith("a") ? "b" : "a") + text.slice(1);

describe("access", () => {
  let tocsin: RunningTocsin;
  beforeAll(async () => {
    tocsin = await runTocsin();
  });
  afterAll(() => tocsin?.stop());

  describe("by a key", () => {
    it("ends when the key is revoked", async () => {
      const { db } = tocsin.installation;
      const organisationId = await findOrCreateOrganisation(db, "Night Owl");
      const { id, key } = await createKey(db, { organisationId, name: "lost laptop", scopes: ["read"] });
      const path = "/v1/samples/01890a5d-ac96-774b-bcce-b302099a8057";
      expect((await tocsin.call("GET", path, key)).status).toBe(404);
      expect(await revokeKey(db, id, new Date())).toEqual({ outcome: "revoked" });
      expect(await revokeKey(db, id, new Date())).toEqual({ outcome: "unknown" });
      await tocsin.until(
        () => tocsin.call("GET", path, key),
        ({ status }) => status === 401,
        3_000,
      );
    });

    it("is refused when anything of it is wrong", async () => {
      const key = await tocsin.key([...SCOPES].filter((scope) => scope !== "review"));
      const [, id = "", secret = "", check = ""] = KEY_PATTERN.exec(key) ?? [];
      const wrong = [
        `tocsin_${flipped(id)}_${secret}_${check}`,
        `tocsin_${id}_${flipped(secret)}_${check}`,
        `tocsin_${id}_${secret}_${flipped(check)}`,
        `tocsin_${id}_${secret}`,
        `${key}a`,
        key.toUpperCase(),
        `tocsin_${"0".repeat(12)}_${"A".repeat(43)}_00000000`,
        "null",
      ];
      for (const one of wrong)
        expect([one, (await tocsin.call("POST", "/v1/sessions", one, {})).status]).toEqual([one, 401]);
      for (const authorization of [key, `Basic ${key}`, `Bearer  ${key}x`, "Bearer"])
        expect((await tocsin.call("POST", "/v1/sessions", undefined, {}, { authorization })).status).toBe(
          401,
        );
      expect((await tocsin.call("POST", `/v1/sessions?key=${key}`, undefined, {})).status).toBe(401);
      expect((await tocsin.call("POST", "/v1/sessions", key, {})).status).toBe(422);
    });
  });

  describe("by an address", () => {
    it("that a proxy and a router could read differently is refused", async () => {
      const key = await tocsin.reviewerKey("Anna");
      for (const path of [
        "//v1/review/alerts",
        "/v1//review/alerts",
        "/v1%2freview/alerts",
        "/v1%2Freview/alerts",
        "/v1%5creview/alerts",
        "/v1/review/alerts%5C..",
        "/feeds//alerts.rss",
      ]) {
        const { status, body } = await tocsin.call("GET", path, key);
        expect([path, status, body.type]).toEqual([path, 400, "urn:tocsin:problem:bad-path"]);
      }
      expect(
        (await sendRaw(tocsin.localUrl, ["GET /v1\\review\\alerts HTTP/1.1", "host: localhost"])).status,
      ).not.toBe(200);
    });

    it("with bytes that no address has is not found, and breaks nothing", async () => {
      for (const path of [
        "/feeds/%00",
        "/feeds/%ff.rss",
        "/alerts/%00",
        "/v1/alerts/%00",
        "/feeds/alerts.rss%00",
        "/feeds/..%c0%af",
        "/sign-in?token=%00",
      ])
        expect([path, (await tocsin.call("GET", path)).status]).toEqual([
          path,
          path.startsWith("/sign-in") ? 410 : 404,
        ]);
    });
  });

  it("is answered with headers that let a browser do nothing but show the page, whatever the answer", async () => {
    const requests: [string, string, number][] = [
      ["GET", "/", 200],
      ["GET", "/tocsin.css", 200],
      ["GET", "/feeds/alerts.rss", 200],
      ["GET", "/v1/alerts", 200],
      ["GET", "/nothing-here", 404],
      ["GET", "/review", 401],
      ["POST", "/v1/samples", 401],
      ["POST", "/sign-in", 403],
      ["GET", "//", 400],
    ];
    for (const [method, path, status] of requests) {
      const answer = await tocsin.call(method, path);
      const headers = Object.fromEntries(answer.headers);
      expect([path, answer.status]).toEqual([path, status]);
      expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cache-control": expect.stringMatching(status === 200 ? /max-age|no-store/ : /no-store/),
      });
      expect(headers).not.toHaveProperty("x-powered-by");
      expect(headers).not.toHaveProperty("access-control-allow-credentials");
    }
  });

  it("is answered in a fault too as a problem that tells nothing of the inside", async () => {
    const broken = openDatabase("postgres://nobody:canary@127.0.0.1:1/none", silentLog, { connections: 1 });
    const answer = await (await appOf(tocsin, broken)).request("/readyz");
    expect(answer.status).toBe(500);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).not.toMatch(/canary|127\.0\.0\.1|ECONNREFUSED|\n/);
    await broken.destroy();
  });
});
