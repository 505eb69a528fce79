import { describe, expect, it } from "vitest";
import { ThresholdPack } from "../src/domain/threshold-pack.ts";
import { problemsOfPack } from "../src/knowledge/check-pack.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const common = { level: "caution", cite: "example", source: "example" };
const pack = (threshold: Record<string, unknown>, fields: Record<string, unknown> = {}): ThresholdPack =>
  ThresholdPack.parse({
    id: "example",
    version: "1",
    language: "en",
    title: "Example",
    status: "proposed",
    source: "example",
    thresholds: [{ id: "rule", ...common, ...threshold }],
    ...fields,
  });
const fentanyls = { classes: ["fentanyl"] };

describe("a pack is refused with what is wrong, where, and what would be right", () => {
  it.each([
    [{ kind: "any-detection", ...fentanyls, except: ["mdna"] }, '"mdna" is not a substance'],
    [{ kind: "any-detection", ...fentanyls, expectedAmong: {} }, '"expectedAmong" names nothing'],
    [{ kind: "late-onset", substances: ["pmma"], whenExpected: {} }, '"whenExpected" names nothing'],
    [{ kind: "late-onset", substances: ["down"] }, "which no laboratory finds"],
    [{ kind: "combination", first: {}, second: fentanyls }, '"first" names nothing to detect'],
    [{ kind: "combination", first: fentanyls, second: {} }, '"second" names nothing to detect'],
    [{ kind: "combination", first: fentanyls, second: { classes: ["ghbs"] } }, '"ghbs" is not a class'],
    [{ kind: "cocktail", moreThan: 3, countAsOne: ["opiates"] }, '"opiates" is not a class'],
    [{ kind: "unknown-substance", methods: ["gcms"] }, '"gcms" is not a method; use an id from methods.json'],
  ])("%j: %s", (threshold, problem) => {
    const problems = problemsOfPack(pack(threshold), shipped);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('thresholds[0] ("rule"): ');
    expect(problems[0]).toContain(problem);
  });

  it("an area that is none", () =>
    expect(problemsOfPack(pack({ kind: "late-onset" }, { areas: ["PL", "PX"] }), shipped)).toEqual([
      'areas: "PX" is not an area; use a code from areas.json',
    ]));

  it("an id given twice", () => {
    const twice = { id: "rule", ...common, kind: "any-detection", ...fentanyls };
    expect(problemsOfPack(pack({}, { thresholds: [twice, twice] }), shipped)).toEqual([
      'thresholds[1] ("rule"): the id appears twice; give each threshold its own',
    ]);
  });

  it("nothing is wrong with what Tocsin ships", () =>
    expect(shipped.packs.flatMap((one) => problemsOfPack(one, shipped))).toEqual([]));
});
