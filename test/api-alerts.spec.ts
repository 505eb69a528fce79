import { fc, test as property } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PublishedAlert, Snapshot } from "../src/domain/published-alert.ts";
import { type AlertsQuery, alertRecords, pageOfAlerts, readCursor } from "../src/http/api-alert-list.ts";
import { anAlert, NOW } from "./support/invented-alerts.ts";
import { type ReviewDesk, reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const MINUTE_MS = 60_000;
const idOf = (number: number) => `0197d7a0-0000-7000-8000-${String(number).padStart(12, "0")}`;
const keyOf = ({ alertId, revision }: PublishedAlert) => `${alertId} ${revision}`;

/** Alerts that were published in this order, so many at each instant: each number is an alert, each time that it comes a revision of it. */
const snapshotOf = (published: readonly number[], atOnce = 2): Snapshot => {
  const alerts = published.map((number, minute) => {
    const earlier = published.slice(0, minute).filter((one) => one === number).length;
    const isLast = !published.slice(minute + 1).includes(number);
    return anAlert({
      alertId: idOf(number),
      revision: earlier + 1,
      msgType: earlier === 0 ? "Alert" : "Update",
      state: isLast ? "published" : "superseded",
      publishedAt: new Date(NOW.getTime() - 90 * MINUTE_MS + Math.floor(minute / atOnce) * MINUTE_MS),
      expiresAt: new Date(NOW.getTime() + 60 * MINUTE_MS),
    });
  });
  return { version: String(published.length), takenAt: NOW, alerts: alerts.toReversed() };
};

/** Reads a list to its end, a page at a time; `publish` comes between pages. */
function readAll(query: AlertsQuery, snapshotAt: (page: number) => Snapshot): string[] {
  const read: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 200; page++) {
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const { records, nextCursor } = pageOfAlerts(snapshotAt(page), query, after, NOW);
    expect(records.length).toBeLessThanOrEqual(query.limit);
    read.push(...records.map(({ alert }) => keyOf(alert)));
    if (nextCursor === undefined) return read;
    cursor = nextCursor;
  }
  throw new Error("a list without an end");
}

const numbers = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 });
const limits = fc.integer({ min: 1, max: 7 });
const EVER = new Date("2026-01-01T00:00:00Z");

describe("the pages of a list", () => {
  property.prop([numbers, limits])("hold every alert once, the latest change first", (published, limit) => {
    const snapshot = snapshotOf(published);
    const read = readAll({ limit }, () => snapshot);
    expect(read.toSorted()).toEqual(
      snapshot.alerts
        .filter(({ state }) => state === "published")
        .map(keyOf)
        .toSorted(),
    );
    const times = read.map(
      (key) => snapshot.alerts.find((one) => keyOf(one) === key)?.publishedAt.getTime() ?? 0,
    );
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  property.prop([numbers, numbers, limits])(
    "lose nothing of what a mirror asks for while more is published, and end with what holds",
    (published, meanwhile, limit) => {
      const last = snapshotOf([...published, ...meanwhile], 1);
      const read = readAll({ updated_since: EVER, limit }, (page) =>
        snapshotOf([...published, ...meanwhile.slice(0, page)], 1),
      );
      const seen = readAll({ updated_since: EVER, limit }, () => last);
      expect(seen.toSorted()).toEqual(last.alerts.map(keyOf).toSorted());
      // What was read while it changed is all there was when the last page was read.
      const pages = Math.ceil(read.length / limit);
      const atLeast = snapshotOf([...published, ...meanwhile.slice(0, Math.max(0, pages - 1))], 1);
      for (const { alertId, revision } of atLeast.alerts) expect(read).toContain(`${alertId} ${revision}`);
    },
  );

  property.prop([numbers, numbers, limits])(
    "never show the same revision twice while more is published",
    (published, meanwhile, limit) => {
      const read = readAll({ limit }, (page) => snapshotOf([...published, ...meanwhile.slice(0, page)]));
      expect(new Set(read).size).toBe(read.length);
    },
  );

  it("begin at the instant asked for, that instant included", () => {
    const snapshot = snapshotOf([1, 1, 2, 2, 3, 3]);
    const [, , third] = snapshot.alerts;
    const page = pageOfAlerts(
      snapshot,
      { updated_since: third?.publishedAt ?? NOW, limit: 50 },
      undefined,
      NOW,
    );
    expect(page.records.map(({ alert }) => alert.alertId)).toEqual([idOf(2), idOf(2), idOf(3), idOf(3)]);
  });
});

describe("a record of a mirror", () => {
  it("says what took its place and when, and when it expired", () => {
    const second = anAlert({ revision: 2, msgType: "Update", publishedAt: NOW });
    const records = alertRecords([second, anAlert({ state: "superseded" })], NOW);
    expect(records.map(({ supersededBy, updatedAt }) => [supersededBy, updatedAt])).toEqual([
      [2, NOW],
      [undefined, NOW],
    ]);
    const later = new Date(second.expiresAt.getTime() + 1);
    expect(alertRecords([second], later)).toMatchObject([
      { alert: { state: "expired" }, updatedAt: second.expiresAt },
    ]);
  });
});

describe("GET /v1/alerts", () => {
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let anna: string;
  let alertIds: string[];
  beforeAll(async () => {
    tocsin = await runTocsin();
    anna = await tocsin.reviewerKey("Anna");
    desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
    alertIds = [];
    for (let count = 0; count < 3; count++) {
      const { alertId } = await desk.openWarning();
      await desk.approve(anna, alertId);
      alertIds.push(alertId);
    }
    await desk.act(anna, alertIds[0] ?? "", "withdraw", {
      reason: "the laboratory had exchanged two samples",
    });
  });
  afterAll(() => tocsin?.stop());

  const list = (query = "", headers?: Record<string, string>) =>
    tocsin.call("GET", `/v1/alerts${query}`, undefined, undefined, headers);
  const ids = (body: { alerts: { id: string }[] }) => body.alerts.map(({ id }) => id);

  it("gives one page after the other by its Link header, to scripts of every site", async () => {
    const first = await list("?limit=2");
    expect(ids(first.body)).toEqual([alertIds[0], alertIds[2]]);
    expect(first.headers.get("access-control-allow-origin")).toBe("*");
    expect(first.headers.get("access-control-expose-headers")).toContain("link");
    const [, next = ""] = /^<(\/v1\/alerts\?[^>]+)>; rel="next"$/.exec(first.headers.get("link") ?? "") ?? [];
    expect(new URLSearchParams(next.split("?")[1]).get("cursor")).toBe(first.body.nextCursor);
    const second = await tocsin.call("GET", next);
    expect(ids(second.body)).toEqual([alertIds[1]]);
    expect([second.headers.get("link"), second.body.nextCursor]).toEqual([null, null]);
  });

  it("tells a mirror of every change, the withdrawal and what it took back included", async () => {
    const { body } = await list("?updated_since=2026-01-01T00:00:00%2B01:00");
    const told = body.alerts.map(
      (one: { id: string; revision: number; state: string; supersededBy?: number }) => [
        alertIds.indexOf(one.id),
        one.revision,
        one.state,
        one.supersededBy,
      ],
    );
    expect(told).toEqual([
      [1, 1, "published", undefined],
      [2, 1, "published", undefined],
      [0, 1, "withdrawn", 2],
      [0, 2, "published", undefined],
    ]);
    const since = encodeURIComponent(body.alerts.at(-1).updatedAt);
    expect(ids((await list(`?updated_since=${since}`)).body)).toEqual([alertIds[0], alertIds[0]]);
    expect(ids((await list("?updated_since=2999-01-01T00:00:00Z")).body)).toEqual([]);
  });

  it("leaves out what lies elsewhere, is milder, or is about something else", async () => {
    const { area, substanceClasses } = (await list()).body.alerts[0];
    const inCountry = `?area=${area.path.at(-1)}`;
    expect((await list(inCountry)).body.alerts.length).toBeGreaterThan(0);
    expect(ids((await list(`?area=${area.code}`)).body)).toEqual([alertIds[0]]);
    expect(ids((await list("?level=red")).body)).toEqual([]);
    expect(ids((await list("?level=caution")).body)).toHaveLength(3);
    expect(ids((await list(`?substance_class=${substanceClasses[0]}`)).body)).toHaveLength(3);
    expect(ids((await list("?substance_class=opioid")).body)).toEqual([]);
  });

  it.each([
    ["?areas=PL", "areas"],
    ["?limit=1&limit=2", "limit"],
    ["?limit=0", "limit"],
    ["?limit=201", "limit"],
    ["?limit=5x", "limit"],
    ["?limit=", "limit"],
    ["?level=green", "level"],
    ["?area=nowhere", "area"],
    ["?substance_class=opiod", "substance_class"],
    ["?updated_since=yesterday", "updated_since"],
    ["?updated_since=2026-07-04T22:00:00", "updated_since"],
    ["?cursor=abc", "cursor"],
    ["?cursor=%00", "cursor"],
  ])("refuses %s and names the parameter", async (query, name) => {
    const { status, body, headers } = await list(query);
    expect([status, headers.get("content-type")]).toEqual([400, "application/problem+json; charset=utf-8"]);
    expect(body).toMatchObject({
      type: "urn:tocsin:problem:invalid-query",
      errors: [{ pointer: `#/${name}` }],
    });
  });

  it("does not send again what has not changed", async () => {
    const { headers } = await list("?limit=2");
    const etag = headers.get("etag") ?? "";
    expect(headers.get("cache-control")).toMatch(/^public, max-age=/);
    expect((await list("?limit=2", { "if-none-match": etag })).status).toBe(304);
    expect((await list("?limit=1", { "if-none-match": etag })).status).toBe(200);
  });

  it("is the feed of all alerts for whoever asks for one, byte for byte", async () => {
    for (const [type, extension] of [
      ["application/rss+xml", "rss"],
      ["application/atom+xml", "atom"],
      ["application/geo+json", "geojson"],
      ["application/feed+json", "json"],
    ]) {
      const answer = await list("", { accept: type ?? "" });
      const feed = await tocsin.call("GET", `/feeds/alerts.${extension}`);
      expect(answer.headers.get("content-type")).toContain(type);
      expect(answer.headers.get("vary")).toMatch(/accept\b(?!-)/);
      expect([answer.body, answer.headers.get("etag")]).toEqual([feed.body, feed.headers.get("etag")]);
      expect((await list("?area=PL", { accept: type ?? "" })).status).toBe(400);
    }
    expect((await list()).headers.get("vary")).toMatch(/accept\b(?!-)/);
    expect((await list("", { accept: "text/csv" })).status).toBe(406);
  });

  it("of one alert tells its history, and takes no parameters", async () => {
    const { body } = await tocsin.call("GET", `/v1/alerts/${alertIds[0]}`);
    expect(body).toMatchObject({ revision: 2, msgType: "Cancel", isCurrent: false });
    expect(body.earlier).toMatchObject([{ revision: 1, state: "withdrawn", supersededBy: 2 }]);
    expect((await tocsin.call("GET", `/v1/alerts/${alertIds[0]}?full=yes`)).status).toBe(400);
  });
});
