import type { Level } from "./level.ts";
import { matchIdentity } from "./match-identity.ts";
import type { MatchingKnowledge, ThresholdCheck } from "./match-sample.ts";
import type { Grade } from "./method.ts";
import { gradeInWords } from "./say-method.ts";

interface Target {
  substances: readonly string[];
  classes: readonly string[];
}

const isAmong = (target: Target, substanceId: string | undefined, knowledge: MatchingKnowledge): boolean => {
  if (substanceId === undefined) return false;
  const classes = knowledge.classesOf(substanceId);
  return target.substances.includes(substanceId) || target.classes.some((one) => classes.has(one));
};

/** Any detection at any amount. What the person expected can lower the level, or be what the rule is about. */
export const matchDetection: ThresholdCheck = (entry, detected, sample, knowledge) => {
  const { threshold } = entry;
  if (threshold.kind !== "any-detection") return undefined;
  const expected = sample.expectedSubstanceId;
  if (threshold.whenExpected && !isAmong(threshold.whenExpected, expected, knowledge)) return undefined;

  const wasExpected = isAmong(threshold, expected, knowledge);
  const level: Level | null =
    wasExpected && threshold.levelWhenExpected !== undefined ? threshold.levelWhenExpected : threshold.level;
  if (level === null) return undefined;

  const grade: Grade = detected.method.identity === "confirmed" ? "confirmed-identity" : "presumptive";
  // Never the person's own words: they may hold a price, a seller or a name, and reasons are published.
  const expectedName = expected === undefined ? undefined : knowledge.substance(expected)?.name;
  const instead = expectedName && !wasExpected ? ` in a sample expected to be ${expectedName}` : "";
  const amount = detected.finding.abundance === "trace" ? " (trace)" : "";
  return {
    ...matchIdentity(entry, detected),
    level,
    grade,
    inputs: { expected: expected ?? "", wasExpected, abundance: detected.finding.abundance ?? "" },
    reason: `${detected.substance.name}${amount} detected${instead}: any detection counts (${threshold.cite}, ${level} level); method ${detected.method.name}, ${gradeInWords(grade)}`,
  };
};
