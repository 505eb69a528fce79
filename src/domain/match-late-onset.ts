import { expectedOf, isAsExpected, isExpectedAmong } from "./expectation.ts";
import { matchIdentity } from "./match-identity.ts";
import type { ThresholdCheck } from "./match-sample.ts";
import { gradeInWords } from "./say-method.ts";
import type { Substance } from "./substance.ts";
import { identityGrade } from "./surest-finding.ts";

/** When the found substance begins and until when the expected one has, in minutes; undefined unless both are known for one route of taking. */
function onsets(
  found: Substance,
  expected: Substance,
): { foundFrom: number; expectedTo: number } | undefined {
  if (found.role !== "psychoactive" || !found.onset || found.onset.route !== expected.onset?.route)
    return undefined;
  return { foundFrom: found.onset.fromMinutes, expectedTo: expected.onset.toMinutes };
}

/** Something that acts later than what was expected. A rule that names substances holds for them; any other goes by known onsets. */
export const matchLateOnset: ThresholdCheck = (entry, detected, sample, knowledge) => {
  const { threshold } = entry;
  if (threshold.kind !== "late-onset") return undefined;
  const { substance, method } = detected;
  const expected = expectedOf(sample, knowledge);
  if (!expected || isAsExpected(detected, expected)) return undefined;
  if (threshold.whenExpected && !isExpectedAmong(threshold.whenExpected, sample, knowledge)) return undefined;
  const isNamed = threshold.substances.length + threshold.classes.length > 0;
  const both = onsets(substance, expected);
  const onset = both && both.foundFrom - both.expectedTo > threshold.moreThanMinutes ? both : undefined;
  if (!isNamed && !onset) return undefined;
  const grade = identityGrade(detected);
  const minutes = onset ? ` (from ${onset.foundFrom} minutes on, instead of within ${onset.expectedTo})` : "";
  return {
    ...matchIdentity(entry, detected),
    level: threshold.level,
    grade,
    inputs: {
      expected: expected.id,
      ...(onset ? { foundFromMinutes: onset.foundFrom, expectedToMinutes: onset.expectedTo } : {}),
    },
    reason: `${substance.name} found in a sample expected to be ${expected.name}: it acts later${minutes}, so that people take more (${threshold.cite}, ${threshold.level} level); method ${method.name}, ${gradeInWords(grade)}`,
  };
};
