import { describe, expect, test } from "vitest";
import { LEVELS } from "../src/domain/level.ts";
import type { PublishedAlert } from "../src/domain/published-alert.ts";
import { capDocument } from "../src/render/cap.ts";
import { ALERT_ID, aContent, anAlert, aWithdrawal, minutesAgo, SITE } from "./support/invented-alerts.ts";
import { capTexts, checkCap } from "./support/read-documents.ts";
import { has } from "./support/requirements.ts";

const update = anAlert(
  { revision: 3, msgType: "Update", publishedAt: minutesAgo(60) },
  { grade: "presumptive" },
);
const withdrawal = aWithdrawal({ revision: 4 });
const REVISIONS = [withdrawal, update, anAlert({ state: "superseded" })];

const cap = (revisions: readonly PublishedAlert[], revision = 1, site = SITE): string => {
  const xml = capDocument(site, revisions, revision);
  if (xml === undefined) throw new Error(`no revision ${revision}`);
  return xml;
};
const one = (xml: string, name: string): string | undefined => capTexts(xml, `//c:${name}`)[0];

describe("a CAP document", () => {
  test("says who, when and what for", () => {
    const xml = cap([anAlert()]);
    expect(one(xml, "identifier")).toBe(`${ALERT_ID}.1`);
    expect(one(xml, "sender")).toBe("alerts.example.org");
    expect(one(xml, "status")).toBe("Actual");
    expect(one(xml, "scope")).toBe("Public");
    expect(one(xml, "web")).toBe(`${SITE.url}/alerts/${ALERT_ID}`);
    expect(capTexts(xml, "//c:note")).toEqual([]);
    for (const name of ["identifier", "sender"]) expect(one(xml, name)).not.toMatch(/[\s,&<]/);
  });

  test("has times with a numeric offset, without fractions and never with Z", () => {
    const xml = cap(REVISIONS, 4);
    expect(one(xml, "sent")).toBe("2026-07-04T21:55:00-00:00");
    expect(one(xml, "expires")).toBe("2026-07-18T19:05:00-00:00");
    expect(xml).not.toMatch(/\dZ|\d\.\d{3}/);
  });

  test("refers to all documents before it, and only to those", () => {
    expect(capTexts(cap(REVISIONS), "//c:references")).toEqual([]);
    const first = `alerts.example.org,${ALERT_ID}.1,2026-07-04T19:05:00-00:00`;
    expect(one(cap(REVISIONS, 3), "references")).toBe(first);
    expect(one(cap(REVISIONS, 4), "references")).toBe(
      `${first} alerts.example.org,${ALERT_ID}.3,2026-07-04T21:15:00-00:00`,
    );
    expect(REVISIONS.map(({ revision }) => one(cap(REVISIONS, revision), "msgType"))).toEqual([
      "Cancel",
      "Update",
      "Alert",
    ]);
  });

  test("never changes, whatever becomes of the alert", () => {
    expect(cap([anAlert()])).toBe(cap(REVISIONS));
    expect(cap([anAlert({ state: "expired" })])).toBe(cap([anAlert()]));
  });

  test("is not there for a revision that was never published", () => {
    expect(capDocument(SITE, REVISIONS, 2)).toBeUndefined();
    expect(capDocument(SITE, [], 1)).toBeUndefined();
  });

  test("says how severe, how urgent and how sure, in CAP's words", () => {
    const said = LEVELS.map((level) => {
      const xml = cap([anAlert({}, { level })]);
      return ["severity", "urgency", "responseType"].map((name) => one(xml, name)).join(" ");
    });
    expect(said).toEqual([
      "Minor Future Monitor",
      "Moderate Expected Monitor",
      "Severe Immediate Avoid",
      "Extreme Immediate Avoid",
    ]);
    expect(one(cap([anAlert()]), "certainty")).toBe("Observed");
    expect(one(cap(REVISIONS, 3), "certainty")).toBe("Likely");
  });

  test("takes an alert back without an all-clear, to all who took in what was severe", () => {
    const xml = cap(REVISIONS, 4);
    expect(one(xml, "note")).toBe("the laboratory had exchanged two samples");
    expect(one(xml, "urgency")).toBe("Past");
    expect(one(xml, "severity")).toBe("Severe");
    expect(one(xml, "responseType")).toBe("Monitor");
    expect(xml).not.toContain("AllClear");
  });

  test("has a block for each language", () => {
    const polish = {
      headline: "Ćwiartka wystarczy",
      push: "Uwaga",
      summary: "Uwaga",
      instruction: "Poczekaj",
    };
    const xml = cap([anAlert({}, { texts: { ...aContent().texts, pl: polish } })]);
    expect(capTexts(xml, "//c:info/c:language")).toEqual(["en", "pl"]);
    expect(capTexts(xml, "//c:info/c:event")).toEqual(["Drug alert", "Alert narkotykowy"]);
    expect(capTexts(xml, "//c:info/c:headline")[1]).toBe("Ćwiartka wystarczy");
  });

  test("names the area by its codes, and each code by what knows it", () => {
    const area = { code: "CA-BC-IH", name: "Interior Health (BC)", path: ["CA-BC-IH", "CA-BC", "CA"] };
    const xml = cap([anAlert({}, { area })]);
    expect(one(xml, "areaDesc")).toBe("Interior Health (BC)");
    expect(capTexts(xml, "//c:geocode/c:valueName")).toEqual(["tocsin:area", "ISO3166-2", "ISO3166-1"]);
    expect(capTexts(xml, "//c:geocode/c:value")).toEqual(["CA-BC-IH", "CA-BC", "CA"]);
    expect(xml).not.toMatch(/<(polygon|circle)>/);
  });

  test("of an exercise says so in its status, its note and its headline", () => {
    const xml = cap([anAlert()], 1, { ...SITE, status: "Exercise" });
    expect(one(xml, "status")).toBe("Exercise");
    expect(one(xml, "note")).toBe("Exercise: Tocsin");
    expect(one(xml, "headline")).toMatch(/^EXERCISE – /);
  });
});

describe.skipIf(!has("shared-data"))("CAP, held against the schema of OASIS", () => {
  test.each([1, 3, 4])("revision %i is valid, live and as an exercise", (revision) => {
    checkCap(cap(REVISIONS, revision));
    checkCap(cap(REVISIONS, revision, { ...SITE, status: "Exercise" }));
  });

  test("the check refuses what CAP does not allow", () => {
    expect(() => checkCap(cap(REVISIONS).replaceAll("-00:00", "Z"))).toThrow();
  });
});
