import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Area } from "../src/domain/area.ts";
import { LEVELS } from "../src/domain/level.ts";
import type { SubstanceClass } from "../src/domain/substance.ts";
import { alertPage } from "../src/render/alert-page.ts";
import { alertsPage } from "../src/render/alerts-page.ts";
import { subscribePage } from "../src/render/subscribe-page.ts";
import { anAlert, aWithdrawal, daysAgo, minutesAgo, NOW, SITE } from "./support/invented-alerts.ts";
import { withoutTags } from "./support/without-tags.ts";

const STATIC = join(import.meta.dirname, "../src/static");
const AREAS: Area[] = [
  { code: "PL", names: { en: "Poland", pl: "Polska" }, aliases: [] },
  { code: "PL-14", names: { en: "Mazowieckie", pl: "Mazowieckie" }, parent: "PL", aliases: [] },
  { code: "IE", names: { en: "Ireland", pl: "Irlandia" }, aliases: [] },
];
const CLASSES: SubstanceClass[] = [
  { id: "opioid", name: "opioids" },
  { id: "nitazene", name: "nitazenes", parent: "opioid" },
];

describe("the list of alerts", () => {
  test("puts red alerts first, then the newest", () => {
    const older = anAlert({ alertId: "red-one", publishedAt: daysAgo(3) }, { level: "red" });
    const page = alertsPage(SITE, [anAlert({ alertId: "new-one" }), older], NOW);
    expect(page.indexOf("red-one")).toBeLessThan(page.indexOf("new-one"));
  });

  test("tells levels in words and shows an expired alert among those that ended", () => {
    for (const level of LEVELS)
      expect(alertsPage(SITE, [anAlert({}, { level })], NOW)).toContain(`badge ${level}`);
    const page = withoutTags(alertsPage(SITE, [anAlert({ expiresAt: minutesAgo(1) })], NOW));
    expect(page).toContain("No current alerts");
    expect(page).toContain("Expired: Take no more");
  });

  test("says of an empty list what it does not mean", () => {
    expect(withoutTags(alertsPage(SITE, [], NOW))).toContain(
      "No warning is not proof that anything is without risk.",
    );
  });
});

describe("the page of an alert", () => {
  const words = withoutTags(alertPage(SITE, [anAlert()], NOW) ?? "");

  test("keeps the order of the field's guides", () => {
    const parts = [
      "Found MDMA",
      "How sure this is",
      "What it looks like",
      "What to do now Do not",
      "Who says so",
    ];
    const places = parts.map((part) => words.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("says what one sample and a look can tell, how old it is and until when it holds", () => {
    expect(words).toContain("One sample is one sample");
    expect(words).toContain("Looks tell nothing about content");
    expect(words).toContain("3 hours ago, on 4 July 2026, 19:05 UTC");
    expect(words).toContain("Valid until 18 July 2026, 19:05 UTC");
  });

  test("says that it is withdrawn and why, and no longer what to do", () => {
    const page = withoutTags(alertPage(SITE, [aWithdrawal(), anAlert({ state: "withdrawn" })], NOW) ?? "");
    expect(page).toContain(
      "withdrawn because: the laboratory had exchanged two samples. Supply still varies",
    );
    expect(page).not.toContain("What to do now");
  });

  test("tells its history", () => {
    const raised = anAlert({ revision: 2, msgType: "Update" }, { level: "red", samples: 3 });
    const page = withoutTags(alertPage(SITE, [raised, anAlert({ state: "superseded" })], NOW) ?? "");
    expect(page).toContain("Updated: Warning became Red alert, 1 became 3 samples.");
  });

  test("does not exist without a published revision", () => {
    expect(alertPage(SITE, [], NOW)).toBeUndefined();
  });

  test("fits into the first 14 kB that a connection carries, stylesheet included", () => {
    const page = alertPage(SITE, [anAlert()], NOW) ?? "";
    const stylesheet = readFileSync(join(STATIC, "tocsin.css"));
    expect(Buffer.byteLength(page) + stylesheet.byteLength).toBeLessThan(14 * 1024);
  });
});

describe("subscribing", () => {
  test("offers every place, whole families of substances, and warnings as the usual floor", () => {
    const page = subscribePage(SITE, "the-key", AREAS, CLASSES);
    expect(page).toContain('data-application-server-key="the-key"');
    expect(page).toContain('<option value="PL">All of Poland</option>');
    expect(page).toContain('<option value="PL-14">Mazowieckie</option>');
    expect(page).toMatch(/value="warning"\s+checked/);
    expect(page).not.toContain('value="nitazene"');
    expect(page).toContain('href="/feeds/region/PL-14.rss"');
  });

  test("asks for nothing from other sites in its scripts", () => {
    for (const file of readdirSync(STATIC).filter((one) => /\.(js|css|webmanifest)$/.test(one)))
      expect(readFileSync(join(STATIC, file), "utf8"), file).not.toMatch(/https?:\/\/|innerHTML|eval\(/);
  });
});
