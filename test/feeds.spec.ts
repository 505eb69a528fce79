import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { describe, expect, test } from "vitest";
import { FEED_EXTENSIONS } from "../src/domain/feed-name.ts";
import {
  ALERT_ID,
  aContent,
  anAlert,
  aWithdrawal,
  minutesAgo,
  NOW,
  SITE,
} from "./support/invented-alerts.ts";
import { GeoJson, JsonFeed, readFeed } from "./support/read-documents.ts";
import { rendered } from "./support/rendered-feed.ts";

type Asked = Parameters<typeof rendered> extends [unknown, ...infer Rest] ? Rest : never;
const rssOf = (...asked: Asked) => parseRssFeed(rendered("rss", ...asked).body);
const atomOf = (...asked: Asked) => parseAtomFeed(rendered("atom", ...asked).body);
const jsonOf = (...asked: Asked) => JsonFeed.parse(JSON.parse(rendered("json", ...asked).body));

const ID = `tag:alerts.example.org,2026-07-04:alert/${ALERT_ID}`;
describe("an alert in the feeds", () => {
  test("is the same entry in every format", () => {
    const { headline } = aContent().texts["en"] ?? {};
    for (const extension of ["rss", "atom", "json", "geojson"] as const)
      expect(readFeed(extension, rendered(extension, [anAlert()]).body)).toEqual([
        { id: `${ID}/1`, title: headline, published: minutesAgo(190).toISOString() },
      ]);
    for (const extension of ["cap.atom", "cap.rss"] as const)
      expect(readFeed(extension, rendered(extension, [anAlert()]).body)).toMatchObject([
        { id: `tag:alerts.example.org,2026-07-04:cap/${ALERT_ID}/1`, title: `Alert: ${headline}` },
      ]);
  });

  test("is told whole: what, what to do, how sure, where, until when and by whom", () => {
    const [item] = rssOf([anAlert()]).items ?? [];
    for (const part of [
      "<p>A tablet sold as ecstasy held 245 mg of MDMA.",
      "<li>Wait at least two hours before you take any more.</li>",
      "How sure: Confirmed: both what it is and how much of it there is.",
      "Warning. Mazowieckie. Valid until 18 July 2026, 19:05 UTC.",
      "Source: Invented Drug Checking Service.",
    ])
      expect(item?.description).toContain(part);
    expect(JSON.stringify(atomOf([anAlert()]).entries?.[0]?.content)).toContain("A quarter can be enough");
  });

  test("leads to its page and to the same revision as a CAP document", () => {
    const links = atomOf([anAlert()]).entries?.[0]?.links;
    expect(links).toEqual([
      { rel: "alternate", type: "text/html", href: `${SITE.url}/alerts/${ALERT_ID}` },
      { rel: "related", type: "application/cap+xml", href: `${SITE.url}/alerts/${ALERT_ID}/1.cap` },
    ]);
    expect(rendered("cap.atom", [anAlert()]).body).toContain(
      `<link rel="alternate" type="application/cap+xml" href="${SITE.url}/alerts/${ALERT_ID}/1.cap"/>`,
    );
  });

  test("says level, substance class and area as categories", () => {
    const terms = ["warning", "stimulant", "PL-14", "PL"];
    expect(atomOf([anAlert()]).entries?.[0]?.categories?.map(({ term }) => term)).toEqual(terms);
    expect(rssOf([anAlert()]).items?.[0]?.categories?.map(({ name }) => name)).toEqual(terms);
    expect(parseJsonFeed(rendered("json", [anAlert()]).body).items?.[0]?.tags).toEqual(terms);
  });

  test("says as data what a program must know", () => {
    const preliminary = anAlert({}, { grade: "presumptive" });
    const [data] = jsonOf([preliminary]).items.map(({ _tocsin }) => _tocsin);
    expect(data).toMatchObject({
      alertId: ALERT_ID,
      revision: 1,
      status: "Actual",
      msgType: "Alert",
      standing: "current",
      level: "warning",
      grade: "presumptive",
      review_status: "preliminary",
      area: { code: "PL-14", name: "Mazowieckie" },
      expires: "2026-07-18T19:05:00.000Z",
      supersedes: [],
    });
    const { features, metadata } = GeoJson.parse(JSON.parse(rendered("geojson", [anAlert()]).body));
    expect(features[0]?.properties).toMatchObject({ areaCode: "PL-14", review_status: "confirmed" });
    expect(metadata).toEqual({
      generated: minutesAgo(190).toISOString(),
      url: `${SITE.url}/feeds/alerts.geojson`,
      title: "Tocsin – all alerts",
      api: "1",
      count: 1,
      status: "Actual",
    });
  });
});

describe("a feed", () => {
  test("says where it lives, in which language, how old it is and how long a copy may be kept", () => {
    const rss = rssOf([anAlert()]);
    expect(rss).toMatchObject({ title: "Tocsin – all alerts", link: `${SITE.url}/`, language: "en", ttl: 5 });
    expect(rss.lastBuildDate).toBe(minutesAgo(190).toUTCString());
    const atom = atomOf([anAlert()], { bucket: { kind: "region", code: "PL-14", name: "Mazowieckie" } });
    expect(atom.title?.value).toBe("Tocsin – Mazowieckie");
    expect(atom.links).toContainEqual({
      rel: "self",
      type: "application/atom+xml",
      href: `${SITE.url}/feeds/region/PL-14.atom`,
    });
  });

  test("names the hub that tells of changes, where there is one", () => {
    const site = { ...SITE, webSubHub: "https://hub.example.org/" };
    expect(atomOf([], { site }).links).toContainEqual({ rel: "hub", href: "https://hub.example.org/" });
    expect(rendered("rss", [], { site }).body).toContain(
      '<atom:link rel="hub" href="https://hub.example.org/"/>',
    );
    expect(jsonOf([], { site }).hubs).toEqual([{ type: "WebSub", url: "https://hub.example.org/" }]);
  });

  test("can be followed before its first alert", () => {
    for (const extension of FEED_EXTENSIONS)
      expect(readFeed(extension, rendered(extension, []).body)).toEqual([]);
  });

  test("is whole in one language, each alert in the one it is written in", () => {
    const polish = {
      headline: "Ćwiartka wystarczy",
      push: "Uwaga",
      summary: "Uwaga",
      instruction: "Poczekaj",
    };
    const both = anAlert({}, { texts: { ...aContent().texts, pl: polish } });
    const english = anAlert({ alertId: ALERT_ID.replace(/1$/, "2"), revision: 1 });
    const { body } = rendered("atom", [both, english], { language: "pl" });
    expect(body).toContain("<title>Tocsin – wszystkie alerty</title>");
    expect(body).toContain(`href="${SITE.url}/feeds/pl/alerts.atom"`);
    expect(body).toContain('<entry xml:lang="pl"><title>Ćwiartka wystarczy</title>');
    expect(body).toContain("Obowiązuje do: 18 lipca 2026, 19:05 UTC.");
    expect(body).toContain('<entry xml:lang="en">');
  });

  test.each(["Exercise", "Test"] as const)("of %s is marked in every title", (status) => {
    const prefix = `${status.toUpperCase()} – `;
    for (const extension of FEED_EXTENSIONS) {
      const { body } = rendered(extension, [aWithdrawal(), anAlert({ state: "withdrawn" })], {
        site: { ...SITE, status },
      });
      for (const { title } of readFeed(extension, body)) expect(title.startsWith(prefix)).toBe(true);
      expect(body).toContain(`${prefix}Tocsin – all alerts`);
    }
  });

  test("is the same bytes whenever it is rendered, until something changes", () => {
    const current = anAlert();
    const { body, changesAt } = rendered("atom", [current]);
    expect(changesAt).toEqual(current.expiresAt);
    const lastMoment = new Date(current.expiresAt.getTime() - 1);
    expect(rendered("atom", [current], { now: lastMoment }).body).toBe(body);
    const ended = rendered("atom", [current], { now: current.expiresAt });
    expect(ended.body).toContain("Expired: ");
    expect(ended.modifiedAt).toEqual(current.expiresAt);
  });

  test("keeps its other entries when one cannot be told, and counts that", () => {
    const broken = anAlert({ alertId: ALERT_ID.replace(/1$/, "9"), publishedAt: NOW }, { texts: {} });
    for (const extension of FEED_EXTENSIONS) {
      const { body, faults } = rendered(extension, [broken, anAlert()]);
      expect(faults).toBe(1);
      const [bare, whole] = readFeed(extension, body);
      expect(bare?.title).toBe("Alert");
      expect(whole?.title).toContain("Take no more than a quarter");
      expect(body).toContain(`${SITE.url}/alerts/${broken.alertId}`);
    }
  });
});
