import { describe, expect, it } from "vitest";
import { matchSample } from "../src/domain/match-sample.ts";
import type { AssessedFinding, AssessedSample } from "../src/domain/match.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { finding, knowledgeWith, sampleOf } from "./support/assessed-sample.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const knowledge = matchingKnowledge(shipped);
const matches = (sample: AssessedSample, kind: string, known = knowledge) =>
  matchSample(sample, known).filter((match) => match.kind === kind);
const found = (...ids: string[]): AssessedFinding[] => ids.map((id) => finding(id));
const powder = (expectedSubstanceId: string | undefined, ...ids: string[]) =>
  sampleOf(found(...ids), { form: "powder", expectedSubstanceId });

describe("late onset", () => {
  it.each([
    ["mdma", "pmma", ["pma-pmma-instead-of-mdma"]],
    ["mdma", "dom", ["dox-instead-of-mdma-lsd-or-2c-b"]],
    ["lsd", "doc", ["dox-instead-of-mdma-lsd-or-2c-b"]],
    ["mdma", "mdma", []],
    ["doc", "doc", []],
    ["mdma", "caffeine", []],
    [undefined, "pmma", []],
  ])("expected %s, found %s: %j", (expected, substance, expectedRules) => {
    const named = matches(powder(expected, substance), "late-onset").map(({ ruleId }) => ruleId);
    expect(named.filter((ruleId) => ruleId !== "later-by-known-onset")).toEqual(expectedRules);
  });

  const byOnset = (foundFrom: number, expectedTo: number, route = "oral") =>
    matchSample(powder("mdma", "cocaine"), {
      ...knowledgeWith(shipped, { kind: "late-onset", id: "later", level: "warning", moreThanMinutes: 10 }),
      substance: (id) => {
        const known = shipped.catalogue.byId(id);
        if (!known) return undefined;
        return id === "mdma"
          ? {
              ...known,
              onset: { fromMinutes: 5, toMinutes: expectedTo, route: "oral" as const, source: "example" },
            }
          : {
              ...known,
              onset: {
                fromMinutes: foundFrom,
                toMinutes: 600,
                route: route === "oral" ? ("oral" as const) : ("insufflated" as const),
                source: "example",
              },
            };
      },
    });

  it.each([
    [70, 60, "oral", 0],
    [71, 60, "oral", 1],
    [71, 60, "insufflated", 0],
  ])("begins after %d minutes instead of within %d, taken %s: %d matches", (from, to, route, count) =>
    expect(byOnset(from, to, route)).toHaveLength(count),
  );

  it("goes by what the catalogue knows: DOM begins two hours on, MDMA within 70 minutes", () => {
    const byCatalogue = matches(powder("mdma", "dom"), "late-onset").map(({ ruleId }) => ruleId);
    expect(byCatalogue).toContain("later-by-known-onset");
  });

  it("says the minutes", () =>
    expect(byOnset(71, 60)[0]?.reason).toBe(
      "cocaine found in a sample expected to be MDMA: it acts later (from 71 minutes on, instead of within 60), so that people take more (example, warning level); method LC-MS, confirmed identity",
    ));
});

describe("combination", () => {
  it.each([
    ["heroin", ["heroin", "diazepam"], "opioid-and-benzodiazepine", "diazepam"],
    ["heroin", ["heroin", "medetomidine"], "opioid-and-alpha-2-agonist", "medetomidine"],
    ["heroin", ["heroin", "metonitazene"], "opioid-and-nitazene", "metonitazene"],
    ["ghb", ["ghb", "ketamine", "diazepam"], "ghb-and-depressant", "diazepam"],
    ["ketamine", ["fentanyl", "bromazolam"], "opioid-and-benzodiazepine", "bromazolam"],
    [undefined, ["xylazine", "fentanyl"], "opioid-and-alpha-2-agonist", "fentanyl"],
  ])("expected %s, found %j: %s, about %s", (expected, ids, ruleId, substanceId) => {
    const [match, ...others] = matches(powder(expected, ...ids), "combination");
    expect(others).toEqual([]);
    expect(match).toMatchObject({ ruleId, substanceId, level: "warning", grade: "confirmed-identity" });
  });

  it.each([
    ["heroin", ["heroin", "6-mam", "acetylcodeine", "noscapine", "paracetamol", "caffeine"]],
    ["heroin", ["heroin", "8-aminoclonazolam"]],
    ["diazepam", ["diazepam", "bromazolam"]],
    ["diazepam", ["diazepam", "6-mam"]],
    ["diazepam", ["diazepam", "loperamide"]],
    ["ghb", ["ghb", "gbl", "1-4-butanediol"]],
    ["metonitazene", ["metonitazene", "isotonitazene"]],
    ["down", ["fentanyl", "heroin"]],
  ])("expected %s, found %j: no two that matter", (expected, ids) =>
    expect(matches(powder(expected, ...ids), "combination")).toEqual([]),
  );

  it("is silent when all of it was expected", () =>
    expect(matches(powder("down", "metonitazene", "fentanyl"), "combination")).toEqual([]));

  it("is as sure as the less sure of the two, and names both and every method", () => {
    const suspected = sampleOf([finding("heroin"), finding("xylazine", { methodId: "xylazine-strip" })], {
      form: "powder",
      expectedSubstanceId: "heroin",
    });
    expect(matches(suspected, "combination").map(({ grade, reason }) => ({ grade, reason }))).toEqual([
      {
        grade: "presumptive",
        reason:
          "xylazine together with heroin in a sample expected to be heroin (CFSRE, Fraser Health, warning level); methods LC-MS and xylazine test strip, presumptive",
      },
    ]);
  });
});

describe("cocktail", () => {
  it.each([
    ["mdma", ["mdma", "ketamine", "cocaine"], 0],
    ["mdma", ["mdma", "ketamine", "cocaine", "amphetamine"], 1],
    ["mdma", ["mdma", "ketamine", "cocaine", "caffeine", "levamisole", "lactose", "norketamine", "mdp2p"], 0],
    ["heroin", ["heroin", "morphine", "codeine", "fentanyl", "cocaine"], 0],
    ["cannabis", ["thc", "cbd", "delta-8-thc", "hhc", "mdmb-4en-pinaca"], 0],
    ["mdma", ["mdma", "mdma", "ketamine", "ketamine", "cocaine"], 0],
  ])("expected %s, found %j: %d matches", (expected, ids, count) =>
    expect(matches(powder(expected, ...ids), "cocktail")).toHaveLength(count),
  );

  it("does not count a strip's word for a class beside the substance that it stands for", () => {
    const sample = powder("mdma", "mdma", "ketamine", "bromazolam", "unspecified-benzodiazepine");
    expect(matches(sample, "cocktail")).toEqual([]);
  });

  it("is confirmed when more than three are", () => {
    const with4 = (methodId: string) =>
      matches(
        sampleOf([...found("mdma", "ketamine", "cocaine"), finding("methamphetamine", { methodId })]),
        "cocktail",
      )[0];
    expect(with4("ftir")?.grade).toBe("presumptive");
    expect(with4("gc-ms")?.reason).toBe(
      "4 psychoactive substances in one sample, more than 3: MDMA, cocaine, ketamine and methamphetamine (checkit! Vienna, warning level); methods GC-MS and LC-MS, confirmed identity",
    );
  });
});

describe("unknown substance", () => {
  const unknown = (name: string, methodId = "gc-ms") =>
    matches(
      sampleOf([{ ...finding("mdma"), name, substanceId: undefined, methodId }], { form: "powder" }),
      "unknown-substance",
    );

  it("is for a reviewer, and known again under another spelling", () => {
    const [match] = unknown("N-Invented Novelamine");
    expect(match).toMatchObject({ level: "caution", substanceId: "unknown:ninventednovelamine" });
    expect(match?.reason).toContain("“N-Invented Novelamine” found, which is not in the catalogue");
    expect(unknown("n-invented novelamine")[0]?.substanceId).toBe(match?.substanceId);
  });

  it.each(["ftir", "reagent", "fentanyl-strip", "hplc-uv", "tlc"])(
    "is nothing that %s can tell",
    (methodId) => expect(unknown("Novelamine", methodId)).toEqual([]),
  );

  it.each(["No compounds of interest detected", "pending identification", "Unidentified", "MDMA", " "])(
    "%j is none",
    (name) => expect(unknown(name)).toEqual([]),
  );

  it("may not be made loud enough for the public", () =>
    expect(() =>
      knowledgeWith(shipped, {
        kind: "unknown-substance",
        id: "loud",
        level: "warning",
        methods: ["gc-ms"],
      }),
    ).toThrow());
});

describe("any detection, under conditions", () => {
  const rules = (sample: AssessedSample) =>
    matches(sample, "any-detection").map(({ ruleId, level }) => `${ruleId} ${level}`);

  it("a cathinone where MDMA was expected warns when there is no MDMA", () => {
    expect(rules(powder("mdma", "eutylone", "mdma"))).toEqual(["cathinone-sold-as-mdma caution"]);
    expect(rules(powder("mdma", "eutylone"))).toEqual([
      "cathinone-and-no-mdma warning",
      "cathinone-sold-as-mdma caution",
    ]);
  });

  it.each([
    ["liquid", "cannabis", 1],
    ["powder", "mdma", 0],
    ["unknown", "ethanol", 1],
    ["unknown", "mdma", 0],
  ] as const)("methanol in %s expected to be %s: %d matches", (form, expectedSubstanceId, count) =>
    expect(rules(sampleOf(found("methanol"), { form, expectedSubstanceId }))).toHaveLength(count),
  );

  it("an orphine always counts, less when one was expected", () => {
    expect(rules(powder("heroin", "cychlorphine"))).toContain("orphine warning");
    expect(rules(powder("sr-17018", "cychlorphine"))).toEqual(["orphine caution"]);
  });

  it("loperamide does not make a benzodiazepine a red alert", () => {
    expect(rules(powder("alprazolam", "loperamide"))).toEqual([]);
    expect(rules(powder("alprazolam", "tramadol"))).toEqual(["benzodiazepine-holds-opioid red"]);
  });
});

describe("a pack of one country", () => {
  it.each([
    ["PL-14", ["other-cathinone-sold-as-mephedrone"]],
    ["PL", ["other-cathinone-sold-as-mephedrone"]],
    ["DE-BE", []],
    ["somewhere", []],
  ])("in %s: %j", (area, expected) => {
    const sample = sampleOf(found("3-cmc", "mephedrone"), {
      form: "crystal",
      area,
      expectedSubstanceId: "mephedrone",
    });
    expect(matches(sample, "any-detection").map(({ ruleId }) => ruleId)).toEqual(expected);
  });

  it("tells of opioids where nobody is used to them", () => {
    const sample = (area: string) =>
      matchSample(sampleOf(found("fentanyl"), { form: "powder", area }), knowledge).map((m) => m.ruleId);
    expect(sample("PL-14")).toEqual(
      expect.arrayContaining(["synthetic-opioid-in-powder", "opioid-sold-as-stimulant", "fentanyl"]),
    );
    expect(sample("GB-WLS")).not.toContain("synthetic-opioid-in-powder");
  });
});
