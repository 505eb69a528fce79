import { createPublicKey, verify } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { parseAtomFeed, parseOpml } from "feedsmith";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDocumentCache } from "../src/http/document-cache.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

let tocsin: RunningTocsin;
let desk: ReviewDesk;
let anna: string;
beforeAll(async () => {
  tocsin = await runTocsin();
  anna = await tocsin.reviewerKey("Anna");
  desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
});
afterAll(() => tocsin?.stop());

/** An alert that everybody was told of, and the area of it. */
async function publish(): Promise<{ alertId: string; area: string }> {
  const { alertId, session } = await desk.openWarning();
  expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "published" });
  return { alertId, area: session["area"] as string };
}

/** As a feed reader asks: nothing is unpacked or followed on the way. */
async function ask(path: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") {
  const answer = await request(tocsin.localUrl + path, { method, headers });
  return {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string>,
    body: Buffer.from(await answer.body.arrayBuffer()),
  };
}

const ALL = "/feeds/alerts.atom";
type Outlines = { xmlUrl?: string; outlines?: Outlines }[] | undefined;

describe("a feed at its address", () => {
  it("holds an alert as soon as its approval is answered, in every format and language, on page and API", async () => {
    const { alertId, area } = await publish();
    const paths = [
      ...["rss", "atom", "json", "geojson", "cap.atom", "cap.rss"].flatMap((extension) => [
        `/feeds/alerts.${extension}`,
        `/feeds/pl/alerts.${extension}`,
        `/feeds/region/${area}.${extension}`,
        `/feeds/caution-day.${extension}`,
      ]),
      `/alerts/${alertId}/1.cap`,
      `/alerts/${alertId}`,
      "/",
      `/v1/alerts/${alertId}`,
    ];
    for (const path of paths) {
      const { status, body } = await ask(path);
      expect([path, status, body.includes(alertId)]).toEqual([path, 200, true]);
    }
    expect((await ask("/feeds/red-day.atom")).body.includes(alertId)).toBe(false);
  });

  it("says the same whoever answers: made just now, or lying ready", async () => {
    await publish();
    const [made, ready] = [await ask(ALL), await ask(ALL)];
    const fixed = ({ headers }: typeof made) => {
      const { date: _date, "cache-control": age, ...others } = headers;
      expect(age).toMatch(/^public, max-age=([67]\d|8\d), stale-while-revalidate=300, stale-if-error=86400$/);
      return others;
    };
    expect(fixed(ready)).toEqual(fixed(made));
    expect(ready.body).toEqual(made.body);
    expect(made.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "content-type": "application/atom+xml; charset=utf-8",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
    });
    expect(made.headers["set-cookie"]).toBeUndefined();
  });

  it("is sent packed to whoever can unpack it, each form with a tag of its own", async () => {
    const plain = await ask(ALL);
    const zipped = await ask(ALL, { "accept-encoding": "gzip, deflate" });
    const brotli = await ask(ALL, { "accept-encoding": "gzip, br;q=1.0" });
    const refused = await ask(ALL, { "accept-encoding": "br;q=0, gzip;q=0.0" });
    expect([plain, zipped, brotli, refused].map(({ headers }) => headers["content-encoding"])).toEqual([
      undefined,
      "gzip",
      "br",
      undefined,
    ]);
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(new Set([plain, zipped, brotli].map(({ headers }) => headers["etag"])).size).toBe(3);
  });

  it("is not sent again to whoever has it, by either validator", async () => {
    const { headers, body } = await ask(ALL);
    const etag = headers["etag"] ?? "";
    const modified = headers["last-modified"] ?? "";
    const answers = await Promise.all([
      ask(ALL, { "if-none-match": etag }),
      ask(ALL, { "if-none-match": `"other", W/${etag}`, "accept-encoding": "br" }),
      ask(ALL, { "if-none-match": "*" }),
      ask(ALL, { "if-modified-since": modified }),
    ]);
    for (const answer of answers) {
      expect([answer.status, answer.body.length]).toEqual([304, 0]);
      expect(answer.headers["etag"]).toMatch(/^".+"$/);
    }
    // The tag decides where both are sent.
    expect((await ask(ALL, { "if-none-match": '"other"', "if-modified-since": modified })).status).toBe(200);
    const head = await ask(ALL, {}, "HEAD");
    expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([
      200,
      0,
      String(body.length),
    ]);
  });

  it("exists once: not under other names, and not for what nobody knows", async () => {
    for (const path of [
      "/feeds/Alerts.atom",
      "/feeds/en/alerts.atom",
      "/feeds/region/pl-14.atom",
      "/feeds/region/XX-99.atom",
      "/feeds/substance/nothing.atom",
      "/feeds/alerts.xml",
      "/feeds/alerts.atom/",
      `/alerts/${crypto.randomUUID()}/1.cap`,
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it("of an area without an alert is there all the same, and empty", async () => {
    const { status, body } = await ask("/feeds/region/IS.atom");
    expect(status).toBe(200);
    expect(parseAtomFeed(body.toString()).entries ?? []).toEqual([]);
  });

  it("is listed on a page and in OPML, where every address leads to a feed", async () => {
    expect((await ask("/feeds")).body.toString()).toContain("/feeds/region/PL-14.rss");
    const { body } = parseOpml((await ask("/feeds.opml")).body.toString());
    const addresses: string[] = [];
    const walk = (outlines: Outlines) => {
      for (const { xmlUrl, outlines: inner } of outlines ?? []) {
        if (typeof xmlUrl === "string") addresses.push(xmlUrl);
        walk(inner);
      }
    };
    walk(body?.outlines);
    expect(addresses.length).toBeGreaterThan(100);
    for (const address of addresses.filter((_, index) => index % 50 === 0))
      expect([address, (await ask(new URL(address).pathname)).status]).toEqual([address, 200]);
  });
});

describe("the ids of entries and documents", () => {
  it("stay when the address changes, but for those of a machine that was only tried out on", async () => {
    const { databaseUrl } = tocsin;
    const at = async (url?: string) => {
      const moved = await runTocsin({ databaseUrl, ...(url && { environment: { TOCSIN_URL: url } }) });
      const { body } = await moved.call("GET", "/feeds/alerts.atom");
      await moved.stop();
      return /tag:([^,]+),/.exec(body as string)?.[1];
    };
    await publish();
    expect(await at()).toBe("localhost");
    expect(await at("https://desk.example.org")).toBe("desk.example.org");
    expect(await at("https://alerts.example.org")).toBe("desk.example.org");
  });
});

describe("a signature", () => {
  it("shows with the published key that feed and CAP document are ours, and that nobody changed them", async () => {
    const { alertId } = await publish();
    const { keys } = JSON.parse((await ask("/.well-known/jwks.json")).body.toString());
    const key = createPublicKey({ key: keys[0], format: "jwk" });
    const isOurs = (jws: string, body: Buffer) => {
      const [header = "", payload, signature = ""] = jws.split(".");
      expect(payload).toBe("");
      expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({
        alg: "EdDSA",
        kid: keys[0].kid,
        b64: false,
        crit: ["b64"],
      });
      const signed = Buffer.concat([Buffer.from(`${header}.`), body]);
      return verify(null, signed, key, Buffer.from(signature, "base64url"));
    };
    for (const path of [ALL, `/alerts/${alertId}/1.cap`]) {
      const { body, headers } = await ask(path);
      const apart = await ask(`${path}.jws`);
      expect([apart.status, apart.headers["content-type"]]).toEqual([200, "application/jose"]);
      expect(isOurs(apart.body.toString(), body)).toBe(true);
      expect(isOurs(headers["x-jws-signature"] ?? "", body)).toBe(true);
      expect(isOurs(apart.body.toString(), Buffer.concat([body, Buffer.from(" ")]))).toBe(false);
    }
    expect((await ask("/feeds/region/XX-99.atom.jws")).status).toBe(404);
  });
});

describe("the last good document", () => {
  const NOW = new Date("2026-11-20T20:00:00Z");
  const cacheOf = (bodyOf: (version: string) => string) => {
    let version = "1";
    const faults: string[] = [];
    const cache = openDocumentCache({
      reader: {
        snapshot: async () => ({ version, takenAt: NOW, alerts: [] }),
        revisions: async () => [],
      },
      render: async (_path, snapshot) => ({
        contentType: "text/plain",
        body: bodyOf(snapshot.version),
        modifiedAt: NOW,
        changesAt: undefined,
      }),
      check: ({ body }) => (body.startsWith("bad") ? "it is bad" : undefined),
      now: () => NOW,
      onFault: (_path, why) => faults.push(why),
    });
    const text = async () => new TextDecoder().decode((await cache.get("/feed"))?.plain.body);
    return { text, faults, goOnTo: (next: string) => (version = next) };
  };

  it("stays when the next one cannot be rendered or read, until one can", async () => {
    const { text, faults, goOnTo } = cacheOf((version) => {
      if (version === "2") throw new Error("no words for it");
      return version === "3" ? "bad 3" : `good ${version}`;
    });
    expect(await text()).toBe("good 1");
    goOnTo("2");
    expect([await text(), await text()]).toEqual(["good 1", "good 1"]);
    goOnTo("3");
    expect(await text()).toBe("good 1");
    expect(faults).toEqual(["no words for it", "it is bad"]);
    goOnTo("4");
    expect(await text()).toBe("good 4");
  });

  it("is made once, however many ask at the same moment", async () => {
    let made = 0;
    const { text, goOnTo } = cacheOf((version) => `${version} ${++made}`);
    await text();
    goOnTo("2");
    expect(new Set(await Promise.all(Array.from({ length: 100 }, text)))).toEqual(new Set(["2 2"]));
  });
});
