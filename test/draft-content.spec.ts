import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { AlertContent } from "../src/domain/alert-content.ts";
import { draftContent } from "../src/domain/draft-content.ts";
import { fit } from "../src/domain/draft-text.ts";
import { matchSample } from "../src/domain/match-sample.ts";
import type { AssessedSample } from "../src/domain/match.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { SubstanceFile } from "../src/domain/substance.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const everySubstance = SubstanceFile.parse(
  JSON.parse(readFileSync(new URL("../knowledge/substances.json", import.meta.url), "utf8")),
).substances;

const sample = (overrides: Partial<AssessedSample> = {}): AssessedSample => ({
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  revision: 1,
  area: "PL-14",
  expectedName: "xany od Krzyśka 50 zł, MEGA MOCNE",
  expectedSubstanceId: "alprazolam",
  form: "tablet",
  colour: "White",
  logo: "bar",
  resultAt: new Date("2026-07-04T22:00:00Z"),
  findings: [
    {
      name: "metonitazene",
      substanceId: "metonitazene",
      presence: "detected",
      abundance: undefined,
      amount: undefined,
      methodId: "lc-ms",
    },
  ],
  ...overrides,
});
const draft = (...samples: AssessedSample[]) =>
  draftContent(
    samples.map((one) => ({ sample: one, matches: matchSample(one, matchingKnowledge(shipped)) })),
    shipped,
    "Invented Service",
  );

describe("the first words of an alert", () => {
  it("say what was expected, what was found, where, how sure, and what to do now", () => {
    const { texts, level, grade } = draft(sample());
    expect({ level, grade }).toEqual({ level: "red", grade: "confirmed-identity" });
    expect(texts["en"]).toEqual({
      headline: "Expected alprazolam, found metonitazene (Mazowieckie)",
      push: "Expected alprazolam, found metonitazene. Mazowieckie. Open for what to do.",
      summary: [
        "Metonitazene was found where alprazolam was expected. Area: Mazowieckie. Results: 4 July 2026. Samples: 1.",
        "How sure: confirmed identity; by laboratory analysis (LC-MS).",
        "It looked like this: white tablet marked “bar”. Look alone tells nothing: the same look can hold something else, and another look the same.",
      ].join("\n"),
      instruction: [
        "If you have it: have it tested first, or leave it out.",
        "Do not use alone. Tell someone what you took and when.",
        "Do not mix it with alcohol or with other substances.",
        "Hard to wake, slow or no breathing, blue lips: call 112 at once, put the person on their side and stay.",
        "Give naloxone if you have it. It may not reverse everything: keep watching the breathing.",
      ].join("\n"),
    });
  });

  it("never repeat a person's own words, which may hold a name, a price or praise", () => {
    const published = JSON.stringify(draft(sample()));
    for (const word of ["Krzy", "50", "MOCNE"]) expect(published).not.toContain(word);
    expect(draft(sample({ expectedSubstanceId: undefined })).expectedName).toBeUndefined();
  });

  it("put the action first when it is about strength, and advertise nothing", () => {
    const strong = sample({
      expectedSubstanceId: "mdma",
      findings: [
        {
          name: "MDMA",
          substanceId: "mdma",
          presence: "detected",
          abundance: undefined,
          methodId: "lc-ms",
          amount: {
            kind: "dose",
            value: 214,
            unit: "mg",
            basis: "unspecified",
            uncertainty: undefined,
            estimated: false,
          },
        },
      ],
    });
    const text = draft(strong).texts["en"];
    expect(text?.push).toBe("Start small and wait: 214 mg MDMA in one tablet. Mazowieckie.");
    expect(JSON.stringify(text)).not.toMatch(/strongest|potent|pure|safe|best|bad batch/i);
  });

  it("count all samples, span all days, and keep every reason once", () => {
    const second = sample({
      id: "01890a5d-ac96-774b-bcce-b302099a8058",
      resultAt: new Date("2026-07-06T10:00:00Z"),
    });
    expect(draft(sample(), second)).toMatchObject({
      samples: 2,
      resultsFrom: "2026-07-04",
      resultsTo: "2026-07-06",
    });
    expect(draft(sample(), second).reasons).toEqual(draft(sample()).reasons);
  });

  it("fit what an alert may hold, for every substance that a rule is about", () => {
    const drafted = everySubstance.flatMap(({ id }) => {
      const found = sample({
        findings: [
          {
            name: id,
            substanceId: id,
            presence: "detected",
            abundance: undefined,
            amount: undefined,
            methodId: "gc-ms",
          },
        ],
      });
      return matchSample(found, matchingKnowledge(shipped)).length > 0 ? [draft(found)] : [];
    });
    expect(drafted.length).toBeGreaterThan(100);
    for (const content of drafted) expect(AlertContent.safeParse(content).error).toBeUndefined();
  });

  it("say that a first test is only a first test, and that a later one confirms it", () => {
    const byStrip = sample({
      findings: [
        {
          name: "nitazene",
          substanceId: "unspecified-nitazene",
          presence: "detected",
          abundance: undefined,
          amount: undefined,
          methodId: "nitazene-strip",
        },
      ],
    });
    expect(draft(byStrip).texts["en"]?.push).toBe(
      "Expected alprazolam, a first test shows an unspecified nitazene. Mazowieckie. Open for what to do.",
    );
    const both = sample({ findings: [...byStrip.findings, ...sample().findings] });
    const evidence = [{ sample: both, matches: matchSample(both, matchingKnowledge(shipped)) }];
    const confirmed = draftContent(evidence, shipped, "Invented Service", "presumptive");
    expect(confirmed.methods).toEqual(["laboratory analysis (LC-MS)"]);
    expect(confirmed.texts["en"]?.push).toBe(
      "Now confirmed: expected alprazolam, found metonitazene. Mazowieckie. Open for what to do.",
    );
  });

  test.prop([fc.string({ unit: "grapheme", maxLength: 300 }), fc.integer({ min: 2, max: 200 })])(
    "shortening never exceeds the limit nor splits a character",
    (text, max) => {
      const short = fit(text, max);
      expect(short.length).toBeLessThanOrEqual(max);
      expect(short.isWellFormed()).toBe(true);
    },
  );
});
