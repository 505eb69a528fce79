import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { ThresholdPack } from "../src/domain/threshold-pack.ts";
import { matchSample } from "../src/domain/match-sample.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { problemsOfPack } from "../src/knowledge/check-pack.ts";
import { thresholdsPage } from "../src/knowledge/thresholds-page.ts";
import { dose, finding, sampleOf } from "./support/assessed-sample.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const page = (name: string) => readFile(new URL(`../docs/${name}`, import.meta.url), "utf8");

describe("docs/thresholds.md", () => {
  it("is current; `npm run docs` makes it", async () =>
    expect(await page("thresholds.md")).toBe(thresholdsPage(shipped)));

  it("has one line for each shipped threshold, with its level and source", async () => {
    const lines = (await page("thresholds.md")).split("\n");
    for (const { thresholds } of shipped.packs)
      for (const { id, level, source } of thresholds) {
        const named = lines.filter((line) => line.startsWith(`| \`${id}\` |`));
        expect(named, id).toHaveLength(1);
        expect(named[0]).toContain(`| ${level} | ${source} |`);
      }
  });
});

describe("docs/threshold-packs.md", async () => {
  const text = await page("threshold-packs.md");
  const example = ThresholdPack.parse(JSON.parse(text.split("```json\n")[1]?.split("```")[0] ?? ""));
  const knowledge = matchingKnowledge({ ...shipped, packs: [example] });
  const here = { area: "PL-12", form: "powder" as const };

  it("holds an example that Tocsin takes as it stands", () => {
    expect(problemsOfPack(example, shipped)).toEqual([]);
    expect(example.status).toBe("proposed");
  });

  it("whose thresholds do what the page says", () => {
    const rules = (...[findings, overrides]: Parameters<typeof sampleOf>) =>
      matchSample(sampleOf(findings, overrides), knowledge).map(({ ruleId, level }) => `${ruleId} ${level}`);
    const tablet = { ...here, form: "tablet" as const };
    expect(rules([dose("2c-b", 25, { basis: "salt" })], tablet)).toEqual([]);
    expect(rules([dose("2c-b", 25.1, { basis: "salt" })], tablet)).toEqual([
      "2c-b-tablet-above-25-mg caution",
    ]);
    expect(rules([finding("metonitazene")], here)).toEqual(["nitazene-in-powder red"]);
    expect(rules([finding("metonitazene")], { ...here, area: "PL-14" })).toEqual([]);
    expect(rules([finding("ketamine"), finding("tramadol")], here)).toEqual(["ketamine-and-opioid warning"]);
  });

  it("names every kind and every field that a threshold can have", () => {
    for (const { thresholds } of shipped.packs)
      for (const threshold of thresholds)
        for (const word of [`\`${threshold.kind}\``, ...Object.keys(threshold)])
          if (word !== "kind") expect(text, word).toContain(word);
  });
});
