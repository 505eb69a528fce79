import type { DetectedSubstance, MatchingKnowledge } from "./match-sample.ts";
import type { AssessedSample } from "./match.ts";
import type { Substance } from "./substance.ts";
import type { TargetSet } from "./threshold-pack.ts";

/** What the sample was expected to be, when that is known for sure. */
export const expectedOf = (sample: AssessedSample, knowledge: MatchingKnowledge): Substance | undefined =>
  sample.expectedSubstanceId === undefined ? undefined : knowledge.substance(sample.expectedSubstanceId);

/** Whether a finding is what was expected. A word such as "down" stands for everything in its classes. */
export const isAsExpected = (
  detected: Pick<DetectedSubstance, "substance" | "classes">,
  expected: Substance,
): boolean =>
  detected.substance.id === expected.id ||
  (expected.expectedOnly && expected.classes.some((one) => detected.classes.has(one)));

/** Whether a substance with these classes is one of those that a rule names. */
export const isAmong = (target: TargetSet, substanceId: string, classes: ReadonlySet<string>): boolean =>
  !target.except.includes(substanceId) &&
  (target.substances.includes(substanceId) || target.classes.some((one) => classes.has(one)));

/** Whether what was expected is one of those that a rule names; no when it is not known what was expected. */
export const isExpectedAmong = (
  target: TargetSet,
  sample: AssessedSample,
  knowledge: MatchingKnowledge,
): boolean =>
  sample.expectedSubstanceId !== undefined &&
  isAmong(target, sample.expectedSubstanceId, knowledge.classesOf(sample.expectedSubstanceId));
