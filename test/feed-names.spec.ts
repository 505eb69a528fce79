import { parseOpml } from "feedsmith";
import { XmlDocument } from "libxml2-wasm";
import { describe, expect, test } from "vitest";
import { FEED_EXTENSIONS, type KnownFeeds, readFeedName } from "../src/domain/feed-name.ts";
import { type CatalogueLanguage, feedCatalogue } from "../src/render/feed-catalogue.ts";
import { feedHead } from "../src/render/feed-head.ts";
import { feedsPage } from "../src/render/feeds-page.ts";
import { opml } from "../src/render/opml.ts";
import { NOW, SITE } from "./support/invented-alerts.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const substanceClasses = shipped.catalogue.classesOfInterest();
const known: KnownFeeds = { language: "en", areas: shipped.areas, substanceClasses };
const catalogue = feedCatalogue(SITE, shipped.areas, substanceClasses);

const feedsOf = ({ everything, levels, countries, substances }: CatalogueLanguage) => [
  everything,
  ...levels,
  ...countries.flatMap(({ country, parts }) => [country, ...parts]),
  ...substances,
];

describe("the address of a feed", () => {
  test.each([
    ["alerts.rss", { bucket: { kind: "everything" }, language: "en", extension: "rss" }],
    ["red-day.cap.atom", { bucket: { kind: "period", floor: "red", period: "day" }, extension: "cap.atom" }],
    ["all-month.geojson", { bucket: { kind: "period", floor: "all", period: "month" } }],
    ["region/PL-14.json", { bucket: { kind: "region", code: "PL-14", name: "Mazowieckie" } }],
    ["region/CA-BC-IH.atom", { bucket: { kind: "region", code: "CA-BC-IH" } }],
    ["pl/region/PL.atom", { bucket: { kind: "region", code: "PL", name: "Polska" }, language: "pl" }],
    ["substance/nitazene.cap.rss", { bucket: { kind: "substance", classId: "nitazene", name: "nitazenes" } }],
  ])("%s is read", (path, feed) => {
    expect(readFeedName(path, known)).toMatchObject(feed);
  });

  test.each([
    "",
    "alerts",
    "alerts.RSS",
    "Alerts.rss",
    "alerts.rss.rss",
    "alerts.cap",
    "alerts.rss\n",
    "/alerts.rss",
    "en/alerts.rss",
    "de/alerts.rss",
    "pl/pl/alerts.rss",
    "red.rss",
    "red-year.rss",
    "green-day.rss",
    "region/XX.rss",
    "region/pl-14.rss",
    "region/.rss",
    "region/PL-14/.rss",
    "PL-14.rss",
    "substance/unobtainium.rss",
    "substance/__proto__.rss",
    "substance/toString.rss",
  ])("“%s” is none", (path) => {
    expect(readFeedName(path, known)).toBeUndefined();
  });

  test("leaves out the language of the site, whichever that is", () => {
    expect(readFeedName("alerts.rss", { ...known, language: "pl" })?.language).toBe("pl");
    expect(readFeedName("en/alerts.rss", { ...known, language: "pl" })?.language).toBe("en");
    expect(readFeedName("pl/alerts.rss", { ...known, language: "pl" })).toBeUndefined();
  });
});

describe("the catalogue of feeds", () => {
  test("lists every feed once, and each at the address that it says of itself", () => {
    const paths = catalogue.flatMap((one) => feedsOf(one).map(({ path }) => path));
    expect(new Set(paths).size).toBe(paths.length);
    const each = 1 + 15 + shipped.areas.all().length + substanceClasses.length;
    expect(paths).toHaveLength(2 * each);
    // The formats by turns: each path with each would say no more.
    for (const [index, path] of paths.entries()) {
      const extension = FEED_EXTENSIONS[index % FEED_EXTENSIONS.length];
      const feed = readFeedName(`${path}.${extension}`, known);
      expect(feed && feedHead(SITE, feed, NOW).selfUrl).toBe(`${SITE.url}/feeds/${path}.${extension}`);
    }
  });

  test("can be read as a page without a script, in every format", () => {
    const page = feedsPage(SITE, catalogue);
    const linked = new Set([...page.matchAll(/href="\/feeds\/([^"]+)"/g)].map(([, path]) => path));
    const missing = catalogue
      .slice(0, 1)
      .flatMap(feedsOf)
      .flatMap(({ path }) => FEED_EXTENSIONS.map((extension) => `${path}.${extension}`))
      .filter((path) => !linked.has(path));
    expect(missing).toEqual([]);
    expect(page).toContain('href="/feeds/pl/red-day.json"');
    expect(page).toContain('href="/feeds.opml"');
    expect(page).not.toContain("<script");
  });

  test("can be imported into a reader as OPML", () => {
    const document = opml(SITE, catalogue);
    const [english, polish] = parseOpml(document).body?.outlines ?? [];
    expect(english?.text).toBe("en");
    expect(english?.outlines?.[0]).toMatchObject({
      type: "rss",
      text: "all alerts",
      xmlUrl: `${SITE.url}/feeds/alerts.atom`,
    });
    expect(polish?.outlines?.[0]?.xmlUrl).toBe(`${SITE.url}/feeds/pl/alerts.atom`);
    const parsed = XmlDocument.fromString(document);
    const addresses = parsed.find("//outline/@xmlUrl").map(({ content }) => content);
    parsed.dispose();
    expect(addresses).toHaveLength(catalogue.flatMap(feedsOf).length);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});
