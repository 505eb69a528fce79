import { describe, expect, it } from "vitest";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { matchSample } from "../src/domain/match-sample.ts";
import type { AssessedFinding, AssessedSample } from "../src/domain/match.ts";
import { dose, finding, knowledgeWith, sampleOf, share } from "./support/assessed-sample.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const knowledge = matchingKnowledge(shipped);

/** Level by rule, for what concerns strength. */
const strengths = (sample: AssessedSample, known = knowledge) =>
  Object.fromEntries(
    matchSample(sample, known)
      .filter(({ kind }) => kind === "strength" || kind === "percent-by-weight")
      .map(({ ruleId, level }) => [ruleId, level]),
  );
const rules = (sample: AssessedSample) => matchSample(sample, knowledge).map(({ ruleId }) => ruleId);
const blotter = (found: AssessedFinding) =>
  sampleOf([found], { form: "blotter", expectedName: "LSD", expectedSubstanceId: "lsd" });

const CAUTION = { "mdma-tablet-above-120-mg": "caution" };
const WARNING = { ...CAUTION, "mdma-tablet-above-200-mg": "warning" };
const LSD_CAUTION = { "lsd-blotter-above-150-ug": "caution" };
const LSD_WARNING = { ...LSD_CAUTION, "lsd-blotter-above-250-ug": "warning" };

describe("a limit is strict", () => {
  it.each([
    [119.9, {}],
    [120, {}],
    [120.1, CAUTION],
    [200, CAUTION],
    [200.1, WARNING],
  ])("MDMA %d mg in a tablet", (mg, expected) => {
    expect(strengths(sampleOf([dose("mdma", mg)]))).toEqual(expected);
    expect(strengths(sampleOf([dose("mdma", mg * 1000, { unit: "µg" })]))).toEqual(expected);
  });

  it.each([
    [150, {}],
    [150.1, LSD_CAUTION],
    [250, LSD_CAUTION],
    [250.1, LSD_WARNING],
  ])("LSD %d µg on a blotter, also when it is given in milligrams", (ug, expected) => {
    expect(strengths(blotter(dose("lsd", ug, { unit: "µg" })))).toEqual(expected);
    expect(strengths(blotter(dose("lsd", Number((ug / 1000).toPrecision(6)))))).toEqual(expected);
  });

  it.each([
    [80, {}],
    [80.1, { "cocaine-above-80": "warning" }],
  ])("%d per cent by weight", (percent, expected) => {
    const known = knowledgeWith(shipped, {
      kind: "percent-by-weight",
      id: "cocaine-above-80",
      level: "warning",
      substance: "cocaine",
      abovePercent: 80,
      basis: "unspecified",
    });
    expect(strengths(sampleOf([share("cocaine", percent)], { form: "powder" }), known)).toEqual(expected);
    expect(strengths(sampleOf([dose("cocaine", percent)], { form: "powder" }), known)).toEqual({});
  });

  it.each([
    [100, "tablet", false],
    [100.1, "tablet", true],
    [100.1, "powder", false],
  ] as const)(
    "a cathinone of %d mg per %s that was expected to be MDMA: warned of for its amount: %s",
    (mg, form, warned) => {
      const found = rules(sampleOf([dose("mdma", 5), dose("eutylone", mg)], { form }));
      expect(found.includes("cathinone-above-100-mg-sold-as-mdma")).toBe(warned);
      expect(found).toContain("cathinone-sold-as-mdma");
      expect(found).not.toContain("cathinone-and-no-mdma");
    },
  );
});

describe("base and salt", () => {
  it.each([
    ["salt", 120, {}],
    ["salt", 120.1, CAUTION],
    ["salt", 200.1, WARNING],
    ["base", 100.8, {}],
    ["base", 100.9, { "mdma-tablet-above-120-mg": "information" }],
    ["base", 120.1, CAUTION],
    ["base", 168.1, { ...CAUTION, "mdma-tablet-above-200-mg": "caution" }],
    ["base", 200.1, WARNING],
  ] as const)(
    "a limit that names no basis, and MDMA as %s, %d mg: above it only on the other basis counts one level less",
    (basis, mg, expected) => {
      expect(strengths(sampleOf([dose("mdma", mg, { basis })]))).toEqual(expected);
    },
  );

  const limit = (basis: string, substance = "mdma") =>
    knowledgeWith(shipped, {
      kind: "strength",
      id: "limit",
      level: "warning",
      substance,
      forms: ["tablet"],
      aboveMg: 100,
      basis,
    });

  it.each([
    ["salt", "base", 84, {}],
    ["salt", "base", 84.1, { limit: "warning" }],
    ["base", "salt", 119, {}],
    ["base", "salt", 119.1, { limit: "warning" }],
    ["base", "unspecified", 300, {}],
  ] as const)(
    "a limit as %s and a number as %s, %d mg: like with like or not at all",
    (of, as, mg, expected) =>
      expect(strengths(sampleOf([dose("mdma", mg, { basis: as })]), limit(of))).toEqual(expected),
  );

  it("does not compare where the share of base is not known", () =>
    expect(strengths(sampleOf([dose("2c-e", 500, { basis: "salt" })]), limit("base", "2c-e"))).toEqual({}));

  it("says both numbers", () => {
    const [match] = matchSample(sampleOf([dose("mdma", 84.1, { basis: "base" })]), limit("salt"));
    expect(match?.reason).toBe(
      "MDMA 84.1 mg (as base; 100.1 mg as salt) per tablet, above 100 mg (example, warning level); method LC-MS, confirmed quantity",
    );
  });
});

describe("uncertainty", () => {
  it.each([
    [205, undefined, "warning"],
    [205, 4.9, "warning"],
    [205, 5, "caution"],
    [205, 60, "caution"],
    [200, 60, undefined],
  ])("MDMA %d mg ± %s: the limit of 200 mg counts as %s", (mg, uncertainty, level) => {
    const found = strengths(sampleOf([dose("mdma", mg, { uncertainty })]));
    expect(found["mdma-tablet-above-200-mg"]).toBe(level);
  });

  it("is in micrograms where the dose is", () => {
    const found = blotter(dose("lsd", 255, { unit: "µg", uncertainty: 5 }));
    expect(strengths(found)).toEqual({ ...LSD_CAUTION, "lsd-blotter-above-250-ug": "caution" });
    expect(matchSample(found, knowledge).map(({ reason }) => reason)).toContainEqual(
      expect.stringContaining("within the stated uncertainty of 5 µg"),
    );
  });
});

describe("what a method may claim", () => {
  it.each(["reagent", "ftir", "raman", "fentanyl-strip", "immunoassay-strip", "tlc", "dart-ms"])(
    "%s gives no strength",
    (methodId) => {
      expect(strengths(sampleOf([dose("mdma", 400, {}, { methodId })]))).toEqual({});
    },
  );

  it("a limit for tablets is none for powder, nor for a form that is not known", () => {
    for (const form of ["powder", "crystal", "capsule", "unknown"] as const)
      expect(strengths(sampleOf([dose("mdma", 400)], { form }))).toEqual({});
  });

  it("not seen by FTIR is not absent", () => {
    const looked = (methodId: string) =>
      rules(
        sampleOf(
          [
            finding("mdma", { presence: "not-detected", methodId }),
            finding("eutylone", { methodId }),
            finding("caffeine", { methodId }),
          ],
          { form: "powder" },
        ),
      );
    expect(looked("ftir")).toEqual(["cathinone-sold-as-mdma"]);
    expect(looked("gc-ms")).toEqual([
      "cathinone-and-no-mdma",
      "cathinone-sold-as-mdma",
      "expected-absent",
      "unexpected-psychoactive",
    ]);
  });

  it("a trace is a detection, and no amount", () => {
    const traces = sampleOf([finding("isotonitazene", { abundance: "trace" })], {
      form: "powder",
      expectedSubstanceId: "heroin",
    });
    expect(rules(traces)).toContain("nitazene");
    expect(strengths(sampleOf([finding("mdma", { abundance: "trace" })]))).toEqual({});
  });

  it("a presumptive finding raises nothing but presumptive matches", () => {
    const suspected = ["metonitazene", "bromazolam", "xylazine", "pmma", "doc", "eutylone"].map((id) =>
      finding(id, { methodId: "ftir" }),
    );
    for (const expectedSubstanceId of ["heroin", "mdma", "alprazolam"]) {
      const grades = matchSample(sampleOf(suspected, { expectedSubstanceId }), knowledge).map((m) => m.grade);
      expect(new Set(grades)).toEqual(new Set(["presumptive"]));
    }
  });
});
