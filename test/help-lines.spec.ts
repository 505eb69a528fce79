import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { draftContent } from "../src/domain/draft-content.ts";
import { type HelpLine, helpLinesFor, isVerified, unverifiedHelpLines } from "../src/domain/help-line.ts";
import { matchSample } from "../src/domain/match-sample.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { loadKnowledge } from "../src/knowledge/load-knowledge.ts";
import { finding, sampleOf } from "./support/assessed-sample.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const aLine = (changes: Partial<HelpLine> = {}): HelpLine => ({
  id: "invented",
  area: "PL",
  name: { en: "invented line", pl: "zmyślona linia" },
  contact: "000 000 000",
  hours: { en: "day and night", pl: "całą dobę" },
  languages: ["pl"],
  source: "https://help.example.org",
  verifiedOn: "2026-07-04",
  ...changes,
});

describe("a help line is named only while its number is trusted", () => {
  it.each([
    ["on the day it was checked", "2026-07-04T00:00:00Z", true],
    ["twelve months later to the day", "2027-07-04T23:59:59Z", true],
    ["a day after that", "2027-07-05T00:00:00Z", false],
    ["before the day that stands there", "2026-07-03T23:59:59Z", false],
  ])("%s", (_when, now, trusted) => {
    expect(isVerified(aLine(), new Date(now))).toBe(trusted);
  });

  it("and only in its own area and what lies in it, the nearest first", () => {
    const now = new Date("2026-08-01T00:00:00Z");
    const lines = [aLine({ id: "country" }), aLine({ id: "region", area: "PL-14" }), aLine({ area: "DE" })];
    expect(helpLinesFor(lines, ["PL-14", "PL"], now).map(({ id }) => id)).toEqual(["region", "country"]);
    expect(unverifiedHelpLines(lines, now)).toEqual([]);
    expect(unverifiedHelpLines(lines, new Date("2028-01-01T00:00:00Z"))).toHaveLength(3);
  });

  it("in drafts of both languages; the emergency number stays when the line is left out", () => {
    const sample = sampleOf([finding("metonitazene")]);
    const evidence = [{ sample, matches: matchSample(sample, matchingKnowledge(shipped)) }];
    const instructions = (now: string) => {
      const { texts } = draftContent(
        evidence,
        { ...shipped, helpLines: [aLine()] },
        "Invented Service",
        new Date(now),
      );
      return [texts["en"]?.instruction, texts["pl"]?.instruction];
    };
    const [english, polish] = instructions("2026-08-01T00:00:00Z");
    expect(english).toMatch(/\nTalk to somebody: invented line, 000 000 000 \(day and night\)\.$/);
    expect(polish).toMatch(/\nPorozmawiaj z kimś: zmyślona linia, 000 000 000 \(całą dobę\)\.$/);
    for (const text of instructions("2028-01-01T00:00:00Z")) {
      expect(text).not.toContain("000 000 000");
      expect(text).toContain("112");
    }
  });
});

describe("the file of help lines", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "knowledge-"));
    await cp(new URL("../knowledge", import.meta.url), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const replaceFile = (...lines: unknown[]) =>
    writeFile(join(folder, "help-lines.json"), JSON.stringify({ version: "1", helpLines: lines }));

  it("can be an installation's own", async () => {
    await replaceFile(aLine());
    expect((await loadKnowledge(folder)).helpLines).toEqual([aLine()]);
  });

  it.each([
    ["without a day of checking", { verifiedOn: undefined }, "helpLines[0].verifiedOn"],
    ["with a day that is none", { verifiedOn: "last summer" }, "must be the day"],
    ["for an area that nobody knows", { area: "XX" }, '"XX" is not the code of an area'],
    ["without its name in Polish", { name: { en: "invented line" } }, "helpLines[0].name.pl"],
  ])("is refused with a line %s", async (_what, changes, message) => {
    await replaceFile({ ...aLine(), ...changes });
    await expect(loadKnowledge(folder)).rejects.toThrow(message);
  });

  it("is refused when two lines have one id", async () => {
    await replaceFile(aLine(), aLine());
    await expect(loadKnowledge(folder)).rejects.toThrow('help line "invented": the id appears twice');
  });

  it("ships with a source for every number", async () => {
    const { helpLines } = JSON.parse(await readFile(join(folder, "help-lines.json"), "utf8")) as {
      helpLines: HelpLine[];
    };
    expect(helpLines.length).toBeGreaterThan(0);
    for (const { source } of helpLines) expect(source).toMatch(/https?:\/\//);
  });
});
