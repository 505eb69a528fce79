import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { matchSample } from "../src/domain/match-sample.ts";
import type { AssessedFinding, AssessedSample } from "../src/domain/match.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { rankOf } from "../src/domain/level.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const knowledge = matchingKnowledge(shipped);

const finding = (substanceId: string, overrides: Partial<AssessedFinding> = {}): AssessedFinding => ({
  name: substanceId,
  substanceId,
  presence: "detected",
  abundance: undefined,
  amount: undefined,
  methodId: "lc-ms",
  ...overrides,
});

const dose = (
  substanceId: string,
  valueMg: number,
  overrides: Partial<AssessedFinding> = {},
): AssessedFinding =>
  finding(substanceId, {
    amount: {
      kind: "dose",
      value: valueMg,
      unit: "mg",
      basis: "unspecified",
      uncertainty: undefined,
      estimated: false,
    },
    ...overrides,
  });

const sample = (findings: AssessedFinding[], overrides: Partial<AssessedSample> = {}): AssessedSample => ({
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  revision: 1,
  area: "PL-14",
  expectedName: "MDMA",
  expectedSubstanceId: "mdma",
  form: "tablet",
  colour: "orange",
  logo: undefined,
  resultAt: new Date("2026-07-04T22:00:00Z"),
  findings,
  ...overrides,
});

const levels = (one: AssessedSample) => matchSample(one, knowledge).map((match) => match.level);
const rules = (one: AssessedSample) => matchSample(one, knowledge).map((match) => match.ruleId);

describe("strength of a unit", () => {
  it.each([
    [120, []],
    [120.1, ["caution"]],
    [200, ["caution"]],
    [200.1, ["caution", "warning"]],
  ])("MDMA %d mg in a tablet: %j", (mg, expected) => {
    expect(levels(sample([dose("mdma", mg)]))).toEqual(expected);
  });

  it.each([
    [150, []],
    [150.1, ["caution"]],
    [250, ["caution"]],
    [250.1, ["caution", "warning"]],
  ])("LSD %d µg on a blotter: %j", (ug, expected) => {
    const found = dose("lsd", 0, {
      amount: {
        kind: "dose",
        value: ug,
        unit: "µg",
        basis: "unspecified",
        uncertainty: undefined,
        estimated: false,
      },
    });
    expect(
      levels(sample([found], { form: "blotter", expectedName: "LSD", expectedSubstanceId: "lsd" })),
    ).toEqual(expected);
  });

  it("says why in one sentence with numbers, units, source, level and method", () => {
    const [, warning] = matchSample(sample([dose("mdma", 214)]), knowledge);
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
    expect(levels(sample([dose("mdma", 400, { methodId: "reagent" })]))).toEqual([]);
    expect(levels(sample([dose("mdma", 400, { methodId: "ftir" })]))).toEqual([]);
  });

  it("does not apply a tablet's limit to powder", () => {
    expect(levels(sample([dose("mdma", 400)], { form: "powder" }))).toEqual([]);
  });

  it("counts one level less, and says so, where the stated uncertainty reaches back to the limit", () => {
    const found = dose("mdma", 205, {
      amount: {
        kind: "dose",
        value: 205,
        unit: "mg",
        basis: "unspecified",
        uncertainty: 10,
        estimated: false,
      },
    });
    const warning = matchSample(sample([found]), knowledge).find(
      (match) => match.ruleId === "mdma-tablet-above-200-mg",
    );
    expect(warning?.level).toBe("caution");
    expect(warning?.reason).toContain("within the stated uncertainty of 10 mg");
  });

  it("is only presumptive when the amount was estimated", () => {
    const found = dose("mdma", 300, {
      amount: {
        kind: "dose",
        value: 300,
        unit: "mg",
        basis: "unspecified",
        uncertainty: undefined,
        estimated: true,
      },
    });
    expect(new Set(matchSample(sample([found]), knowledge).map((match) => match.grade))).toEqual(
      new Set(["presumptive"]),
    );
  });
});

describe("any detection", () => {
  it("is red when an opioid is in what was expected to be a benzodiazepine", () => {
    const found = sample([finding("metonitazene")], {
      expectedName: "alprazolam",
      expectedSubstanceId: "alprazolam",
    });
    expect(levels(found)).toContain("red");
  });

  it("counts a trace, and says that it is one", () => {
    const [match] = matchSample(sample([finding("pmma", { abundance: "trace" })]), knowledge);
    expect(match).toMatchObject({ ruleId: "pma-pmma", level: "warning" });
    expect(match?.reason).toContain("(trace)");
  });

  it("is presumptive by strip and confirmed by a laboratory", () => {
    const grade = (methodId: string) =>
      matchSample(sample([finding("fentanyl", { methodId })]), knowledge)[0]?.grade;
    expect(grade("fentanyl-strip")).toBe("presumptive");
    expect(grade("gc-ms")).toBe("confirmed-identity");
  });

  it("says nothing of what was looked for and not found, or not known by name", () => {
    expect(
      rules(
        sample([
          finding("fentanyl", { presence: "not-detected" }),
          finding("fentanyl", { substanceId: undefined }),
        ]),
      ),
    ).toEqual([]);
  });

  it("is silent about fentanyl where fentanyl was expected, but not about carfentanil", () => {
    const expected = { expectedName: "fentanyl", expectedSubstanceId: "fentanyl", form: "powder" as const };
    expect(rules(sample([finding("fentanyl")], expected))).toEqual([]);
    expect(rules(sample([finding("carfentanil")], expected))).toContain("carfentanil");
  });
});

describe("mismatch", () => {
  it("tells what was found instead, when a method that confirms identity looked", () => {
    const found = sample([finding("methamphetamine")], { form: "powder" });
    expect(rules(found)).toEqual(["expected-absent", "unexpected-psychoactive"]);
  });

  it("takes no absence from a method that cannot tell: not seen by FTIR is not absent", () => {
    expect(rules(sample([finding("caffeine", { methodId: "ftir" })], { form: "powder" }))).toEqual([]);
  });

  it("is silent when it is not known what was expected", () => {
    expect(
      rules(
        sample([finding("methamphetamine")], {
          expectedName: "the good stuff?",
          expectedSubstanceId: undefined,
          form: "powder",
        }),
      ),
    ).toEqual([]);
  });
});

describe("laws", () => {
  const someSubstance = fc.constantFrom(
    "mdma",
    "caffeine",
    "metonitazene",
    "fentanyl",
    "pmma",
    "bromazolam",
    "cocaine",
    "levamisole",
    "xylazine",
  );
  const someMethod = fc.constantFrom("lc-ms", "gc-ms", "ftir", "fentanyl-strip", "reagent");
  const someFinding = fc
    .record({ id: someSubstance, methodId: someMethod, mg: fc.double({ min: 0.01, max: 500, noNaN: true }) })
    .map(({ id, methodId, mg }) => dose(id, mg, { methodId }));
  const someFindings = fc.array(someFinding, { maxLength: 6 });
  const highest = (one: AssessedSample) => Math.max(-1, ...levels(one).map(rankOf));

  test.prop([fc.double({ min: 0.01, max: 400, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true })])(
    "a stronger tablet never matches less",
    (mg, more) => {
      expect(highest(sample([dose("mdma", mg + more)]))).toBeGreaterThanOrEqual(
        highest(sample([dose("mdma", mg)])),
      );
    },
  );

  test.prop([someFindings, someFinding])(
    "one more finding never lowers the level, unless it is the expected substance",
    (findings, extra) => {
      fc.pre(extra.substanceId !== "mdma");
      expect(highest(sample([...findings, extra]))).toBeGreaterThanOrEqual(highest(sample(findings)));
    },
  );

  test.prop([someFindings])("the order of findings is irrelevant", (findings) => {
    expect(matchSample(sample(findings.toReversed()), knowledge)).toEqual(
      matchSample(sample(findings), knowledge),
    );
  });
});
