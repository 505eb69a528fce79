import { parseAtomFeed, parseRssFeed } from "feedsmith";
import { describe, expect, test } from "vitest";
import { ALERT_ID, aContent, anAlert, aWithdrawal, minutesAgo, SITE } from "./support/invented-alerts.ts";
import { checkAtom, JsonFeed, readFeed } from "./support/read-documents.ts";
import { rendered } from "./support/rendered-feed.ts";
import { has } from "./support/requirements.ts";

type Asked = Parameters<typeof rendered> extends [unknown, ...infer Rest] ? Rest : never;
const rssOf = (...asked: Asked) => parseRssFeed(rendered("rss", ...asked).body);
const atomOf = (...asked: Asked) => parseAtomFeed(rendered("atom", ...asked).body);
const jsonOf = (...asked: Asked) => JsonFeed.parse(JSON.parse(rendered("json", ...asked).body));

const ID = `tag:alerts.example.org,2026-07-04:alert/${ALERT_ID}`;
const update = anAlert(
  { revision: 2, msgType: "Update", publishedAt: minutesAgo(60) },
  { level: "red", texts: { en: { ...aContent().texts["en"]!, headline: "Fits after one tablet" } } },
);
const replaced = anAlert({ state: "superseded" });

describe("what becomes of an alert", () => {
  test("a material change is a new entry that names the one before it", () => {
    const atom = atomOf([update, replaced]);
    expect(atom.entries?.map(({ id }) => id)).toEqual([`${ID}/2`, `${ID}/1`]);
    expect(atom.entries?.map(({ title }) => title?.value)).toEqual([
      "Update: Fits after one tablet",
      `Replaced: ${aContent().texts["en"]?.headline}`,
    ]);
    expect(atom.entries?.[0]?.links).toContainEqual({ rel: "predecessor-version", href: `${ID}/1` });
    expect(rendered("rss", [update, replaced]).body).toContain(
      `<atom:link rel="predecessor-version" href="${ID}/1"/>`,
    );
    const { items } = jsonOf([update, replaced]);
    expect(items.map(({ _tocsin }) => _tocsin)[0]).toMatchObject({
      supersedes: [`${ID}/1`],
      change: "the level went from warning to red",
    });
    expect(items[1]?.content_text).toContain("replaced by a newer alert: Fits after one tablet");
    expect(items[1]?.content_text).not.toContain("A quarter can be enough");
  });

  test("a minor edit keeps the entry and moves its change", () => {
    const edited = anAlert({ revision: 2, msgType: "Update", publishedAt: minutesAgo(60) }, { samples: 3 });
    const [entry, ...others] = atomOf([edited, replaced]).entries ?? [];
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      id: `${ID}/1`,
      published: minutesAgo(190).toISOString(),
      updated: minutesAgo(60).toISOString(),
    });
    expect(entry?.title?.value).toBe(aContent().texts["en"]?.headline);
    expect(entry?.links).toContainEqual(
      expect.objectContaining({ href: `${SITE.url}/alerts/${ALERT_ID}/2.cap` }),
    );
  });

  test("a withdrawal is an entry of its own, with the reason and without an all-clear", () => {
    const items = rssOf([aWithdrawal(), anAlert({ state: "withdrawn" })]).items ?? [];
    expect(items.map(({ guid }) => guid?.value)).toEqual([`${ID}/2`, `${ID}/1`]);
    for (const { title, description } of items) {
      expect(title).toMatch(/^Withdrawn: /);
      expect(description).toContain("because: the laboratory had exchanged two samples.");
      expect(description).toContain("Supply still varies");
      expect(description).not.toContain("A quarter can be enough");
    }
  });

  test("an expired alert says so, by the clock and not only by its state", () => {
    const [item] = rssOf([anAlert({ expiresAt: minutesAgo(1) })]).items ?? [];
    expect(item?.title).toMatch(/^Expired: /);
    expect(item?.description).toContain("This alert expired on 4 July 2026, 22:14 UTC.");
    expect(item?.description).toContain("does not mean that the risk has");
  });

  test("the index of CAP documents lists every document, also those that were replaced", () => {
    const titles = readFeed("cap.atom", rendered("cap.atom", [update, replaced]).body).map(({ title }) =>
      title.split(":", 1).join(),
    );
    expect(titles).toEqual(["Update", "Alert"]);
  });
});

describe.skipIf(!has("shared-data"))("Atom, held against RFC 4287", () => {
  test.each([
    ["of nothing", []],
    ["of an alert", [anAlert()]],
    ["of an update, a withdrawal and an expired alert", [update, replaced, aWithdrawal({ revision: 3 })]],
    ["of an alert that cannot be told", [anAlert({}, { texts: {} })]],
  ])("a feed %s is valid", (_, alerts) => {
    checkAtom(rendered("atom", alerts).body);
    checkAtom(rendered("cap.atom", alerts).body);
  });
});
