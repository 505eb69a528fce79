import { describe, expect, test } from "vitest";
import { FEED_EXTENSIONS } from "../src/domain/feed-name.ts";
import { capDocument } from "../src/render/cap.ts";
import { cleanText } from "../src/render/clean-text.ts";
import { FORBIDDEN_IN_FEEDS, HOSTILE_ALERTS } from "./support/hostile-alerts.ts";
import { anAlert, SITE } from "./support/invented-alerts.ts";
import { capTexts, checkAtom, checkCap, readFeed } from "./support/read-documents.ts";
import { rendered } from "./support/rendered-feed.ts";
import { has } from "./support/requirements.ts";

describe("two hundred alerts full of hostile text", () => {
  test.each(FEED_EXTENSIONS)("are all in the feed as %s, for two parsers", (extension) => {
    const { body, faults } = rendered(extension, HOSTILE_ALERTS);
    const entries = readFeed(extension, body);
    expect(faults).toBe(0);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(HOSTILE_ALERTS.length);
    expect(FORBIDDEN_IN_FEEDS.exec(body)).toBeNull();
  });

  test("hold no character in JSON either that would break who reads on", () => {
    for (const extension of ["json", "geojson"] as const)
      JSON.parse(rendered(extension, HOSTILE_ALERTS).body, (_, value: unknown) => {
        if (typeof value === "string") expect(FORBIDDEN_IN_FEEDS.exec(value)).toBeNull();
        return value;
      });
  });

  test("are CAP documents that say what they were given to say", () => {
    for (const alert of HOSTILE_ALERTS) {
      const xml = capDocument(SITE, [alert], alert.revision) ?? "";
      expect(FORBIDDEN_IN_FEEDS.exec(xml)).toBeNull();
      expect(capTexts(xml, "//c:language")).toEqual(Object.keys(alert.content.texts));
      const [headline] = Object.values(alert.content.texts).map((text) => text.headline);
      const [said] = capTexts(xml, "//c:headline");
      expect(said?.replace(/\r\n?/g, "\n")).toBe(cleanText(headline ?? "").replace(/\r\n?/g, "\n"));
    }
  });

  test("arrive as text, not as markup, also where readers show HTML", () => {
    const hostile = "<img src=x onerror=alert(1)>";
    const text = { headline: hostile, push: hostile, summary: hostile, instruction: hostile };
    const { body } = rendered("json", [anAlert({}, { texts: { en: text } })]);
    expect(body).toContain("<p>&lt;img src=x onerror=alert(1)&gt;</p>");
    expect(body).toContain("<li>&lt;img src=x onerror=alert(1)&gt;</li>");
    expect(body).not.toContain("<p><img");
  });
});

describe.skipIf(!has("shared-data"))("the same, held against the schemas", () => {
  test("every CAP document is valid by the schema of OASIS", () => {
    for (const alert of HOSTILE_ALERTS) checkCap(capDocument(SITE, [alert], alert.revision) ?? "");
  });

  test("Atom is valid by RFC 4287", () => {
    checkAtom(rendered("atom", HOSTILE_ALERTS).body);
    checkAtom(rendered("cap.atom", HOSTILE_ALERTS).body);
  });
});
