import { describe, expect, it } from "vitest";
import { matchSample } from "../src/domain/match-sample.ts";
import type { AssessedSample } from "../src/domain/match.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { dose, finding, sampleOf } from "./support/assessed-sample.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const knowledge = matchingKnowledge(shipped);

const levels = (one: AssessedSample) => matchSample(one, knowledge).map((match) => match.level);
const rules = (one: AssessedSample) => matchSample(one, knowledge).map((match) => match.ruleId);

describe("strength of a unit", () => {
  it("says why in one sentence with numbers, units, source, level and method", () => {
    const [, warning] = matchSample(sampleOf([dose("mdma", 214)]), knowledge);
    expect(warning?.reason).toBe(
      "MDMA 214 mg per tablet, above 200 mg (saferparty.ch, warning level); method LC-MS, confirmed quantity",
    );
    expect(warning).toMatchObject({
      packId: "ch-saferparty",
      grade: "confirmed-quantity",
      inputs: { valueMg: 214, limitMg: 200 },
    });
  });

  it("is never told by a strip or a reagent", () => {
    expect(levels(sampleOf([dose("mdma", 400, {}, { methodId: "reagent" })]))).toEqual([]);
    expect(levels(sampleOf([dose("mdma", 400, {}, { methodId: "ftir" })]))).toEqual([]);
  });

  it("counts one level less, and says so, where the stated uncertainty reaches back to the limit", () => {
    const found = dose("mdma", 205, { uncertainty: 10 });
    const warning = matchSample(sampleOf([found]), knowledge).find(
      (match) => match.ruleId === "mdma-tablet-above-200-mg",
    );
    expect(warning?.level).toBe("caution");
    expect(warning?.reason).toContain("within the stated uncertainty of 10 mg");
  });

  it("is only presumptive when the amount was estimated", () => {
    const found = dose("mdma", 300, { estimated: true });
    expect(new Set(matchSample(sampleOf([found]), knowledge).map((match) => match.grade))).toEqual(
      new Set(["presumptive"]),
    );
  });
});

describe("any detection", () => {
  it("is red when an opioid is in what was expected to be a benzodiazepine", () => {
    const found = sampleOf([finding("metonitazene")], {
      expectedName: "alprazolam",
      expectedSubstanceId: "alprazolam",
    });
    expect(levels(found)).toContain("red");
  });

  it("counts a trace, and says that it is one", () => {
    const [match] = matchSample(sampleOf([finding("pmma", { abundance: "trace" })]), knowledge);
    expect(match).toMatchObject({ ruleId: "pma-pmma", level: "warning" });
    expect(match?.reason).toContain("(trace)");
  });

  it("is presumptive by strip and confirmed by a laboratory", () => {
    const grade = (methodId: string) =>
      matchSample(sampleOf([finding("fentanyl", { methodId })]), knowledge)[0]?.grade;
    expect(grade("fentanyl-strip")).toBe("presumptive");
    expect(grade("gc-ms")).toBe("confirmed-identity");
  });

  it("says nothing of what was looked for and not found, or not known by name", () => {
    expect(
      rules(
        sampleOf([
          finding("fentanyl", { presence: "not-detected" }),
          finding("fentanyl", { substanceId: undefined }),
        ]),
      ),
    ).toEqual([]);
  });

  it("is silent about fentanyl where fentanyl was expected, but not about carfentanil", () => {
    const expected = { expectedName: "fentanyl", expectedSubstanceId: "fentanyl", form: "powder" as const };
    expect(rules(sampleOf([finding("fentanyl")], expected))).toEqual([]);
    expect(rules(sampleOf([finding("carfentanil")], expected))).toContain("carfentanil");
  });
});

describe("mismatch", () => {
  it("tells what was found instead, when a method that confirms identity looked", () => {
    const found = sampleOf([finding("methamphetamine")], { form: "powder" });
    expect(rules(found)).toEqual(["expected-absent", "unexpected-psychoactive"]);
  });

  it("is silent when it is not known what was expected", () => {
    expect(
      rules(
        sampleOf([finding("methamphetamine")], {
          expectedName: "the good stuff?",
          expectedSubstanceId: undefined,
          form: "powder",
        }),
      ),
    ).toEqual([]);
  });
});
