import { type Crossing, crossing, levelOf, sayBasis, sayDoubt } from "./crossing.ts";
import { expectedOf, isAsExpected, isExpectedAmong } from "./expectation.ts";
import type { Level } from "./level.ts";
import { matchIdentity } from "./match-identity.ts";
import type { DetectedSubstance, ThresholdCheck } from "./match-sample.ts";
import { about, inMg, strengthGrade } from "./match-strength.ts";
import type { AssessedSample, Match } from "./match.ts";
import type { Grade } from "./method.ts";
import { dose } from "./say-amount.ts";
import { gradeInWords } from "./say-method.ts";
import { identityGrade } from "./surest-finding.ts";

/** What was measured, where the rule asks for more than a certain amount. */
interface Dosed {
  crossed: Crossing;
  words: string;
  inputs: Match["inputs"];
}

/** Any detection, at any amount unless the rule names one. What the person expected can lower the level, or be what the rule is about. */
export const matchDetection: ThresholdCheck = (entry, detected, sample, knowledge, all) => {
  const { threshold } = entry;
  if (threshold.kind !== "any-detection") return undefined;
  const {
    whenExpected,
    levelWhenExpected,
    levelWhenUnknown,
    expectedAmong,
    forms,
    aboveMg,
    insteadOfExpected,
    cite,
  } = threshold;
  if (whenExpected && !isExpectedAmong(whenExpected, sample, knowledge)) return undefined;
  if (forms && !forms.includes(sample.form)) return undefined;
  const expected = expectedOf(sample, knowledge);
  const isInstead = () =>
    expected !== undefined &&
    detected.method.identity === "confirmed" &&
    !all.some((one) => isAsExpected(one, expected));
  if (insteadOfExpected && !isInstead()) return undefined;

  const wasExpected = isExpectedAmong(threshold, sample, knowledge);
  const isLowered = expectedAmong ? isExpectedAmong(expectedAmong, sample, knowledge) : wasExpected;
  const named: Level | null = expected
    ? isLowered && levelWhenExpected !== undefined
      ? levelWhenExpected
      : threshold.level
    : (levelWhenUnknown ?? threshold.level);
  if (named === null) return undefined;
  const dosed = aboveMg === undefined ? undefined : dosedAbove(aboveMg, detected, sample);
  if (aboveMg !== undefined && !dosed) return undefined;

  const grade: Grade = dosed ? strengthGrade(detected) : identityGrade(detected);
  // Never the person's own words: they may hold a price, a seller or a name, and reasons are published.
  const instead = expected && !wasExpected ? ` in a sample expected to be ${expected.name}` : "";
  const without = insteadOfExpected && expected ? ` that holds no ${expected.name}` : "";
  const amount = detected.finding.abundance === "trace" ? " (trace)" : "";
  const what = dosed?.words ?? `${detected.substance.name}${amount} detected`;
  return {
    ...matchIdentity(entry, detected),
    level: dosed ? levelOf(dosed.crossed, named) : named,
    grade,
    inputs: {
      expected: expected?.id ?? "",
      wasExpected,
      abundance: detected.finding.abundance ?? "",
      ...dosed?.inputs,
    },
    reason: `${what}${instead}${without}${dosed ? "" : ": any detection counts"} (${cite}, ${named} level)${dosed ? sayDoubt(dosed.crossed, { uncertainty: Number(dosed.inputs["uncertaintyMg"]) }, dose) : ""}; method ${detected.method.name}, ${gradeInWords(grade)}`,
  };
};

function dosedAbove(aboveMg: number, detected: DetectedSubstance, sample: AssessedSample): Dosed | undefined {
  const { finding, method, substance } = detected;
  if (finding.amount?.kind !== "dose" || !method.quantity) return undefined;
  const amount = inMg(finding.amount);
  const crossed = crossing(amount, { value: aboveMg, basis: "unspecified" }, substance);
  if (!crossed) return undefined;
  const { value: valueMg, uncertainty: uncertaintyMg = 0, basis, estimated } = amount;
  return {
    crossed,
    words: `${substance.name} ${about(amount)}${dose(valueMg)}${sayBasis(crossed, amount, dose)} per ${sample.form}, above ${dose(aboveMg)},`,
    inputs: { valueMg, limitMg: aboveMg, uncertaintyMg, basis, estimated, form: sample.form },
  };
}
