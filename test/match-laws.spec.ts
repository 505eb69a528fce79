import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { FORMS } from "../src/domain/sample.ts";
import { isAsExpected } from "../src/domain/expectation.ts";
import { rankOf } from "../src/domain/level.ts";
import { matchSample } from "../src/domain/match-sample.ts";
import type { AssessedFinding, AssessedSample } from "../src/domain/match.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import type { Method } from "../src/domain/method.ts";
import { finding, sampleOf } from "./support/assessed-sample.ts";
import { shipped } from "./support/shipped-knowledge.ts";

const knowledge = matchingKnowledge(shipped);
const { catalogue, methods, packs } = shipped;

/** Substances that the shipped packs name, members of the classes that they name, and some that they do not. */
const SUBSTANCES =
  `mdma lsd mda 2c-b cocaine ketamine amphetamine mephedrone 3-cmc eutylone n-ethylpentylone pma pmma doc dom 4-fa
  25i-nbome 25b-nboh heroin morphine 6-mam acetylcodeine fentanyl 4-anpp carfentanil metonitazene isotonitazene cychlorphine tramadol
  oxycodone loperamide diazepam alprazolam bromazolam 8-aminoclonazolam xylazine medetomidine clonidine ghb gbl ethanol methanol
  mdmb-4en-pinaca thc cbd levamisole phenacetin lidocaine atropine btmps 2f-dck caffeine paracetamol lactose down cannabis tusi
  unspecified-benzodiazepine`.split(/\s+/);

const someSubstance = fc.constantFrom(...SUBSTANCES);
const someMethod = fc.constantFrom(...methods.all().map(({ id }) => id));
const amount = {
  value: fc.oneof(
    fc.double({ min: 0.01, max: 100, noNaN: true }),
    fc.constantFrom(0.15, 0.25, 80, 84, 100, 100.8),
  ),
  basis: fc.constantFrom("base" as const, "salt" as const, "unspecified" as const),
  uncertainty: fc.option(fc.double({ min: 0.01, max: 50, noNaN: true }), { nil: undefined }),
  estimated: fc.boolean(),
};
const someAmount = fc.oneof(
  fc.record({ kind: fc.constant("percent-by-weight" as const), ...amount }),
  fc.record({
    kind: fc.constant("dose" as const),
    unit: fc.constantFrom("mg" as const, "µg" as const),
    ...amount,
    value: fc.oneof(amount.value, fc.double({ min: 50, max: 400, noNaN: true })),
  }),
);
const someFinding: fc.Arbitrary<AssessedFinding> = fc
  .record({
    id: someSubstance,
    methodId: someMethod,
    amount: fc.option(someAmount, { nil: undefined }),
    abundance: fc.constantFrom("major" as const, "minor" as const, "trace" as const, undefined),
  })
  .map(({ id, ...rest }) => finding(id, rest));
const someUnknown: fc.Arbitrary<AssessedFinding> = fc
  .record({ name: fc.constantFrom("novelamine", "Novel-Amine", "inventazene", "?"), methodId: someMethod })
  .map(({ name, methodId }) => finding("", { name, substanceId: undefined, methodId }));
const someSample: fc.Arbitrary<AssessedSample> = fc
  .record({
    findings: fc.array(fc.oneof({ weight: 6, arbitrary: someFinding }, someUnknown), { maxLength: 8 }),
    form: fc.constantFrom(...FORMS),
    expectedSubstanceId: fc.option(someSubstance, { nil: undefined }),
    area: fc.constantFrom("PL-14", "GB", "CA-BC"),
  })
  .map(({ findings, ...rest }) => sampleOf(findings, rest));

/** The highest level of each rule that the sample crosses. */
function levelsByRule(sample: AssessedSample): Map<string, number> {
  const levels = new Map<string, number>();
  for (const { packId, ruleId, level } of matchSample(sample, knowledge)) {
    const rule = `${packId}/${ruleId}`;
    levels.set(rule, Math.max(rankOf(level), levels.get(rule) ?? -1));
  }
  return levels;
}

/** Every rule crossed before is crossed still, at the same level or a higher one. */
function expectNoLess(after: AssessedSample, before: AssessedSample): void {
  const now = levelsByRule(after);
  for (const [rule, level] of levelsByRule(before))
    expect(now.get(rule) ?? -1, rule).toBeGreaterThanOrEqual(level);
}

const replaced = (sample: AssessedSample, place: number, by: AssessedFinding): AssessedSample => ({
  ...sample,
  findings: sample.findings.with(place, by),
});
const isSurerOrSame = (one: Method, other: Method): boolean =>
  (one.identity === "confirmed" || other.identity === "presumptive") && (one.quantity || !other.quantity);

describe("laws of the shipped packs", () => {
  test.prop([someSample, fc.nat(), fc.double({ min: 1, max: 4, noNaN: true })])(
    "what is stronger never matches less",
    (sample, at, times) => {
      fc.pre(sample.findings.length > 0);
      const place = at % sample.findings.length;
      const weaker = sample.findings[place];
      fc.pre(weaker?.amount !== undefined);
      if (!weaker?.amount) return;
      const stronger = { ...weaker, amount: { ...weaker.amount, value: weaker.amount.value * times } };
      expectNoLess(replaced(sample, place, stronger), sample);
    },
  );

  test.prop([someSample, someFinding])(
    "one more finding never lowers a level, unless it is what was expected",
    (sample, extra) => {
      const id = extra.substanceId ?? "";
      const substance = catalogue.byId(id);
      const expected = catalogue.byId(sample.expectedSubstanceId ?? "");
      fc.pre(substance !== undefined);
      if (!substance) return;
      fc.pre(!expected || !isAsExpected({ substance, classes: catalogue.classesOf(id) }, expected));
      expectNoLess({ ...sample, findings: [...sample.findings, extra] }, sample);
    },
  );

  test.prop([someSample, fc.nat(), someMethod])(
    "a surer method never lowers a level",
    (sample, at, methodId) => {
      fc.pre(sample.findings.length > 0);
      const place = at % sample.findings.length;
      const known = sample.findings[place];
      fc.pre(known?.substanceId !== undefined);
      const surer = methods.find(methodId);
      const before = methods.find(known?.methodId ?? "");
      fc.pre(surer !== undefined && before !== undefined && isSurerOrSame(surer, before));
      if (known) expectNoLess(replaced(sample, place, { ...known, methodId }), sample);
    },
  );

  test.prop([
    someSample.chain((sample) =>
      fc.tuple(
        fc.constant(sample),
        fc.shuffledSubarray(sample.findings, { minLength: sample.findings.length }),
      ),
    ),
  ])("the order of findings is irrelevant, and matching twice gives the same", ([sample, findings]) => {
    expect(matchSample({ ...sample, findings }, knowledge)).toEqual(matchSample(sample, knowledge));
    expect(matchSample(sample, knowledge)).toEqual(matchSample(sample, knowledge));
  });

  test.prop([
    fc.array(
      fc.record({
        name: fc.constantFrom(
          "no compounds of interest detected",
          "pending identification",
          "sample damaged in transit",
          "unknown",
          "non-specific fatty acid",
          "None detected",
          "Unidentified",
          "Trace detected",
          "No active component identified",
        ),
        methodId: someMethod,
      }),
      { maxLength: 6 },
    ),
    fc.constantFrom(...FORMS),
    fc.option(someSubstance, { nil: undefined }),
  ])("words that are no substance never match", (words, form, expectedSubstanceId) => {
    const findings = words.map(({ name, methodId }) =>
      finding("", { name, substanceId: undefined, methodId }),
    );
    expect(matchSample(sampleOf(findings, { form, expectedSubstanceId }), knowledge)).toEqual([]);
  });

  const deadly =
    "fentanyl p-fluorofentanyl carfentanil isotonitazene metonitazene n-desethyl-isotonitazene xylazine medetomidine dexmedetomidine";
  test.prop([someSample, fc.constantFrom(...deadly.split(" ")), someMethod])(
    "a fentanyl, a nitazene or a veterinary sedative sold as something else is always worth an alert",
    (sample, id, methodId) => {
      const expected = catalogue.byId(sample.expectedSubstanceId ?? "");
      const substance = catalogue.byId(id);
      fc.pre(substance !== undefined);
      if (!substance) return;
      const classes = catalogue.classesOf(id);
      fc.pre(!expected || !expected.classes.some((one) => classes.has(one)));
      const findings = [...sample.findings, finding(id, { methodId })];
      const levels = matchSample({ ...sample, findings }, knowledge).map(({ level }) => rankOf(level));
      expect(Math.max(...levels)).toBeGreaterThanOrEqual(rankOf("warning"));
    },
  );

  test.prop([someSample])("each match explains itself: numbers, source, level, method, grade", (sample) => {
    for (const match of matchSample(sample, knowledge)) {
      const threshold = packs
        .find(({ id }) => id === match.packId)
        ?.thresholds.find(({ id }) => id === match.ruleId);
      expect(match.reason).toContain(threshold?.cite ?? "no such rule");
      expect(match.reason).toMatch(/ level\).*; methods? .+, (presumptive|confirmed (identity|quantity))$/s);
      expect(match.reason).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});
