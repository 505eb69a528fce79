import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test as property } from "@fast-check/vitest";
import * as fc from "fast-check";
import { parseAtomFeed, parseRssFeed } from "feedsmith";
import { RelaxNGValidator, XmlDocument } from "libxml2-wasm";
import { describe, expect, test } from "vitest";
import type { PublishedAlert } from "../src/domain/published-alert.ts";
import { emptyFeed, feedDocuments } from "../src/render/feed-documents.ts";
import {
  ALERT_ID,
  aContent,
  anAlert,
  aWithdrawal,
  daysAgo,
  minutesAgo,
  NOW,
  SITE,
} from "./support/invented-alerts.ts";
import { has, sharedData } from "./support/requirements.ts";

const body = (path: string, alerts: PublishedAlert[], site = SITE): string => {
  const found = feedDocuments(site, alerts, NOW).find((one) => one.path === path);
  if (!found) throw new Error(`no feed ${path}`);
  return found.body;
};
const rssOf = (alerts: PublishedAlert[], site = SITE) => parseRssFeed(body("alerts.rss", alerts, site));
const atomOf = (alerts: PublishedAlert[], site = SITE) => parseAtomFeed(body("alerts.atom", alerts, site));

/** Throws when the text is not well-formed XML. */
const checkWellFormed = (xml: string): void => XmlDocument.fromString(xml).dispose();

describe("the feeds of published alerts", () => {
  test("exist for all alerts together, for each area and for what it lies in", () => {
    const paths = feedDocuments(SITE, [anAlert()], NOW).map(({ path }) => path);
    expect(paths).toEqual(["alerts.rss", "alerts.atom", "PL.rss", "PL.atom", "PL-14.rss", "PL-14.atom"]);
  });

  test("tell an alert the same in RSS and in Atom", () => {
    const [item] = rssOf([anAlert()]).items ?? [];
    const [entry] = atomOf([anAlert()]).entries ?? [];
    const { headline } = aContent().texts["en"] ?? {};
    expect(item).toMatchObject({
      title: headline,
      link: `${SITE.url}/alerts/${ALERT_ID}`,
      guid: { value: `urn:tocsin:alert:${ALERT_ID}:1`, isPermaLink: false },
    });
    expect(entry).toMatchObject({ id: `urn:tocsin:alert:${ALERT_ID}:1` });
    expect(JSON.stringify(entry)).toContain("A quarter can be enough.");
    expect(item?.description).toContain("<p>Do not take a whole tablet. A quarter can be enough.</p>");
  });

  test("say level, substance class and area as categories", () => {
    const terms = atomOf([anAlert()]).entries?.[0]?.categories?.map(({ term }) => term);
    expect(terms).toEqual(["warning", "stimulant", "PL-14", "PL"]);
    const names = rssOf([anAlert()]).items?.[0]?.categories?.map(({ name }) => name);
    expect(names).toEqual(["warning", "stimulant", "PL-14", "PL"]);
  });

  test("say where they live, how old they are and how long a copy may be kept", () => {
    const rss = rssOf([anAlert()]);
    expect(rss).toMatchObject({ link: `${SITE.url}/`, language: "en", ttl: 5 });
    expect(rss.lastBuildDate).toBe(NOW.toUTCString());
    expect(body("PL-14.rss", [anAlert()])).toContain(`href="${SITE.url}/feeds/PL-14.rss"`);
    const atom = atomOf([anAlert()]);
    expect(atom.updated).toBe(NOW.toISOString());
    expect(atom.links).toContainEqual(
      expect.objectContaining({ rel: "self", href: `${SITE.url}/feeds/alerts.atom` }),
    );
    expect(body("alerts.atom", [anAlert()])).toContain('xml:lang="en"');
  });

  test("carry an alert in the language it is written in", () => {
    const polish = { headline: "Uwaga", push: "Uwaga", summary: "Uwaga", instruction: "Uwaga" };
    expect(body("alerts.atom", [anAlert({}, { texts: { pl: polish } })])).toContain('<entry xml:lang="pl">');
  });

  const manyAlerts = (count: number, name: string, changes: Partial<PublishedAlert> = {}) =>
    Array.from({ length: count }, (_, index) =>
      anAlert({ alertId: `${name}-${index}`, publishedAt: minutesAgo(index), ...changes }),
    );
  const idsOf = (alerts: PublishedAlert[]) => atomOf(alerts).entries?.map(({ id }) => String(id)) ?? [];

  test("hold the newest fifty, newest first", () => {
    const ids = idsOf(manyAlerts(60, "ended", { state: "superseded" }).toReversed());
    expect(ids).toHaveLength(50);
    expect(ids[0]).toBe("urn:tocsin:alert:ended-0:1");
  });

  test("never lose a current alert to newer entries, nor to others like it", () => {
    const old = anAlert({ alertId: "old", publishedAt: daysAgo(6) });
    const ids = idsOf([...manyAlerts(60, "ended", { state: "superseded" }), aWithdrawal(), old]);
    expect(ids).toHaveLength(50);
    expect(ids.at(-1)).toBe("urn:tocsin:alert:old:1");
    const current = idsOf([...manyAlerts(60, "current"), ...manyAlerts(5, "ended", { state: "superseded" })]);
    expect([current.length, current.filter((id) => id.includes("ended"))]).toEqual([60, []]);
  });
});

describe("what becomes of an alert later", () => {
  test("a new revision is a new entry, because readers never show a known one again", () => {
    const update = anAlert({ revision: 2, msgType: "Update" });
    expect(atomOf([anAlert()]).entries?.[0]?.id).not.toBe(atomOf([update]).entries?.[0]?.id);
    expect(atomOf([update]).entries?.[0]?.title).toMatchObject({ value: expect.stringMatching(/^Update: /) });
  });

  test("a withdrawal is an entry of its own, with the reason and without an all-clear", () => {
    const [item] = rssOf([aWithdrawal()]).items ?? [];
    expect(item?.title).toMatch(/^Withdrawn: /);
    expect(item?.guid?.value).toBe(`urn:tocsin:alert:${ALERT_ID}:2`);
    expect(item?.description).toContain("because: the laboratory had exchanged two samples.");
    expect(item?.description).toContain("Supply still varies");
    expect(item?.description).not.toContain("A quarter can be enough");
  });

  test("an expired alert says so, and leaves after thirty days", () => {
    const lately = anAlert({ expiresAt: daysAgo(29), publishedAt: daysAgo(40), state: "expired" });
    const longAgo = anAlert({ expiresAt: daysAgo(31), publishedAt: daysAgo(45), state: "expired" });
    expect(rssOf([lately]).items?.[0]?.title).toMatch(/^Expired: /);
    expect(rssOf([longAgo]).items ?? []).toEqual([]);
  });

  test("the clock decides about expiry, not only the state", () => {
    expect(rssOf([anAlert({ expiresAt: minutesAgo(1) })]).items?.[0]?.title).toMatch(/^Expired: /);
  });
});

describe("an exercise", () => {
  test.each([
    ["Exercise", "EXERCISE – "],
    ["Test", "TEST – "],
  ] as const)("%s is marked in every title", (status, prefix) => {
    const site = { ...SITE, status };
    const rss = rssOf([anAlert()], site);
    expect(rss.title).toMatch(new RegExp(`^${prefix}`));
    expect(rss.items?.[0]?.title).toMatch(new RegExp(`^${prefix}`));
    const atom = atomOf([aWithdrawal()], site);
    expect(atom.entries?.[0]?.title).toMatchObject({
      value: expect.stringMatching(new RegExp(`^${prefix}Withdrawn: `)),
    });
  });
});

const areaNamed = (code: string) => (code === "IE" ? "Ireland" : undefined);

describe("an area without an alert", () => {
  test("can be followed before the first one", () => {
    const feed = emptyFeed(SITE, "IE.rss", areaNamed, NOW);
    expect(feed?.contentType).toContain("application/rss+xml");
    expect(parseRssFeed(feed?.body ?? "")).toMatchObject({ title: "Tocsin – Ireland" });
    expect(emptyFeed(SITE, "alerts.atom", areaNamed, NOW)?.path).toBe("alerts.atom");
  });

  test("must be an area", () => {
    for (const path of ["XX.rss", "IE.json", "IE", "IE.rss.rss", ""])
      expect(emptyFeed(SITE, path, areaNamed, NOW)).toBeUndefined();
  });
});

/** Text as an attacker or a broken instrument writes it. */
const hostileText = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "\u0000",
        "\u0001",
        "\u001B",
        "\u0085",
        "\uFFFE",
        "\uFFFF",
        "\uD800",
        "\uDC00",
        "\u202E",
        "\u2066",
        "]]>",
        "<![CDATA[",
        "<script>",
        "&amp;",
        "&",
        '"',
        "'",
        "\n",
        "💊",
        "--",
        "<?xml",
      ),
      { minLength: 1, maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);
const aHostileAlert = (hostile: string): PublishedAlert =>
  anAlert(
    {},
    {
      substanceClasses: [hostile],
      sender: hostile,
      area: { code: "PL-14", name: hostile, path: ["PL-14", "PL"] },
      texts: { en: { headline: hostile, push: hostile, summary: hostile, instruction: hostile } },
    },
  );

describe("hostile text", () => {
  property.prop([hostileText])("never breaks a feed", (hostile) => {
    for (const { body: xml } of feedDocuments(SITE, [aHostileAlert(hostile), anAlert()], NOW)) {
      checkWellFormed(xml);
      // oxlint-disable-next-line no-control-regex -- naming control characters is the purpose
      expect(xml).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u202A-\u202E\u2066-\u2069]|\p{Cs}/u);
    }
  });

  property.prop([hostileText])("never takes its neighbours along", (hostile) => {
    expect(rssOf([aHostileAlert(hostile), anAlert()]).items).toHaveLength(2);
    expect(atomOf([aHostileAlert(hostile), anAlert()]).entries).toHaveLength(2);
  });

  test("arrives as text, not as markup, also where readers show HTML", () => {
    const [item] = rssOf([aHostileAlert("<img src=x onerror=alert(1)>")]).items ?? [];
    expect(item?.description).toContain("<p>&lt;img src=x onerror=alert(1)&gt;</p>");
  });
});

/** Throws when the document breaks the schema of RFC 4287. */
const checkAtom = (xml: string): void => {
  const schema = XmlDocument.fromBuffer(readFileSync(join(sharedData(""), "../schemas/atom-rfc4287.rng")));
  const validator = RelaxNGValidator.fromDoc(schema);
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
};

describe.skipIf(!has("shared-data"))("Atom, held against RFC 4287", () => {
  test.each([
    ["of nothing", []],
    ["of an alert", [anAlert()]],
    [
      "of an update, a withdrawal and an expired alert",
      [anAlert({ revision: 2, msgType: "Update" }), aWithdrawal(), anAlert({ expiresAt: daysAgo(2) })],
    ],
    ["of hostile text", [aHostileAlert("\u0000]]>\uD800<&\u202E")]],
  ])("a feed %s is valid", (_, alerts) => {
    for (const { path, body: xml } of feedDocuments(SITE, alerts, NOW))
      if (path.endsWith(".atom")) checkAtom(xml);
  });
});
