import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLink, createReviewer } from "../src/identity/sign-in.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const OWN = { "sec-fetch-site": "same-origin" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const MINUTE_MS = 60_000;

const cookieOf = (answer: { headers: Headers }) => answer.headers.get("set-cookie")?.split(";")[0] ?? "";

describe("signing in", () => {
  let tocsin: RunningTocsin;
  let laterMs = 0;
  const now = () => new Date(Date.now() + laterMs);
  beforeAll(async () => {
    tocsin = await runTocsin({ now });
  });
  beforeEach(() => {
    laterMs = 0;
  });
  afterAll(() => tocsin?.stop());

  const linkFor = async (name: string) => {
    const { db } = tocsin.installation;
    return createLink(db, await createReviewer(db, "Night Owl", name), now());
  };
  const open = (token: string) => tocsin.call("GET", `/sign-in?token=${token}`);
  const press = (fields: Record<string, string>, headers: Record<string, string> = OWN) =>
    tocsin.call("POST", "/sign-in", undefined, new URLSearchParams(fields).toString(), {
      ...FORM,
      ...headers,
    });
  const signIn = async (name: string) => cookieOf(await press({ token: await linkFor(name) }));
  const queue = (cookie: string) => tocsin.call("GET", "/v1/review/alerts", undefined, undefined, { cookie });

  it("by a link works once; looking at the link does not use it up", async () => {
    const token = await linkFor("Anna");
    for (let look = 0; look < 3; look++) expect((await open(token)).status).toBe(200);
    const signedIn = await press({ token });
    expect([signedIn.status, signedIn.headers.get("location")]).toEqual([303, "/review"]);
    expect((await queue(cookieOf(signedIn))).status).toBe(200);
    expect((await press({ token })).status).toBe(410);
    expect((await open(token)).status).toBe(410);
  });

  it("twice at the same moment works once", async () => {
    const token = await linkFor("Anna");
    const answers = await Promise.all(Array.from({ length: 5 }, () => press({ token })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410, 410, 410, 410]);
  });

  it("for the first time asks who it is, and makes that reviewer", async () => {
    const token = await createLink(tocsin.installation.db, null, now());
    expect((await open(token)).body).toContain('name="organisation"');
    expect((await press({ token })).status).toBe(422);
    expect((await press({ token, organisation: "Night Owl", name: "A\u202eB" })).body).toContain("U+202E");
    const signedIn = await press({ token, organisation: "Day Owl", name: "First" });
    expect(signedIn.status).toBe(303);
    expect(
      (await tocsin.call("GET", "/review", undefined, undefined, { cookie: cookieOf(signedIn) })).body,
    ).toContain("First");
  });

  it("is refused from elsewhere, and the link stays good", async () => {
    const token = await linkFor("Anna");
    for (const headers of [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://elsewhere.example.org" },
      { origin: "null" },
    ])
      expect((await press({ token }, headers)).status).toBe(403);
    expect((await press({ token }, { origin: tocsin.localUrl })).status).toBe(303);
  });

  it("is refused after a day, and with a field sent twice", async () => {
    const token = await linkFor("Anna");
    expect(
      (await tocsin.call("POST", "/sign-in", undefined, `token=${token}&token=x`, { ...FORM, ...OWN }))
        .status,
    ).toBe(400);
    laterMs = 24 * 60 * MINUTE_MS;
    expect((await press({ token })).status).toBe(410);
  });

  it("is refused to somebody who is disabled, and ends what they had", async () => {
    const cookie = await signIn("Dana");
    const token = await linkFor("Dana");
    await tocsin.installation.db
      .updateTable("reviewer")
      .set({ disabled_at: now() })
      .where("name", "=", "Dana")
      .execute();
    expect((await queue(cookie)).status).toBe(401);
    expect((await press({ token })).status).toBe(410);
  });

  it("ends after an hour without use, after twelve hours in any case, and by signing out", async () => {
    const cookie = await signIn("Anna");
    for (let hours = 0; hours < 12; hours++) {
      laterMs = hours * 59 * MINUTE_MS;
      expect((await queue(cookie)).status).toBe(200);
    }
    laterMs = 12 * 60 * MINUTE_MS;
    expect((await queue(cookie)).status).toBe(401);

    laterMs = 0;
    const idle = await signIn("Anna");
    laterMs = 61 * MINUTE_MS;
    expect((await queue(idle)).status).toBe(401);

    laterMs = 0;
    const out = await signIn("Anna");
    const left = await tocsin.call("POST", "/sign-out", undefined, "", { ...FORM, ...OWN, cookie: out });
    expect([left.status, left.headers.get("clear-site-data")]).toEqual([303, '"cookies"']);
    expect((await queue(out)).status).toBe(401);
  });

  it("keeps its cookie from scripts and from other sites", async () => {
    const { headers } = await press({ token: await linkFor("Anna") });
    expect(headers.get("set-cookie")).toMatch(/^tocsin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const secure = await runTocsin({
      environment: { TOCSIN_URL: "https://alerts.example.org" },
      databaseUrl: tocsin.databaseUrl,
    });
    const answer = await secure.call(
      "POST",
      "/sign-in",
      undefined,
      new URLSearchParams({ token: await linkFor("Anna") }).toString(),
      { ...FORM, ...OWN },
    );
    expect(answer.headers.get("set-cookie")).toMatch(
      /^__Host-tocsin=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(answer.headers.get("strict-transport-security")).toContain("max-age=31536000");
    await secure.stop();
  });

  it("lets the cookie change something only from our own pages", async () => {
    const cookie = await signIn("Anna");
    const unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
    const approve = (headers: Record<string, string>) =>
      tocsin.call(
        "POST",
        `/v1/review/alerts/${unknown}/approve`,
        undefined,
        { contentHash: "0".repeat(64) },
        { cookie, ...headers },
      );
    const withForm = (headers: Record<string, string>) =>
      tocsin.call("POST", `/review/alerts/${unknown}/approve`, undefined, `contentHash=${"0".repeat(64)}`, {
        cookie,
        ...FORM,
        ...headers,
      });
    for (const headers of [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { origin: "https://elsewhere.example.org" },
      { "sec-fetch-site": "cross-site", origin: tocsin.localUrl },
    ] as Record<string, string>[]) {
      expect([headers, (await approve(headers)).status]).toEqual([headers, 401]);
      expect([headers, (await withForm(headers)).status]).toEqual([headers, 401]);
    }
    for (const headers of [OWN, { origin: tocsin.localUrl }]) {
      expect((await approve(headers)).status).toBe(409);
      expect((await withForm(headers)).status).toBe(404);
    }
  });
});
