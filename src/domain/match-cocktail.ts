import { expectedOf, isAsExpected } from "./expectation.ts";
import { matchIdentity } from "./match-identity.ts";
import type { DetectedSubstance, SampleCheck } from "./match-sample.ts";
import { gradeInWords } from "./say-method.ts";
import { gradeOfGroups, isConfirmed, methodsOf, namesOf, surestOf } from "./surest-finding.ts";

/** A strip's word for a class names no substance of its own. */
const isCounted = ({ substance }: DetectedSubstance): boolean =>
  substance.role === "psychoactive" && !substance.expectedOnly;

/** Findings by what counts as one substance. */
function bySubstance(
  findings: readonly DetectedSubstance[],
  countAsOne: readonly string[],
): Map<string, DetectedSubstance[]> {
  const found = new Map<string, DetectedSubstance[]>();
  for (const one of findings) {
    const key = countAsOne.find((substanceClass) => one.classes.has(substanceClass)) ?? one.substance.id;
    const group = found.get(key);
    if (group) group.push(one);
    else found.set(key, [one]);
  }
  return found;
}

/** More psychoactive substances than anybody can foresee the effect of. Confirmed when so many of them alone are confirmed. */
export const matchCocktail: SampleCheck = (entry, detected, sample, knowledge) => {
  const { threshold } = entry;
  if (threshold.kind !== "cocktail") return [];
  const all = detected.filter(isCounted);
  // Most samples hold one or two: no need to look closer.
  if (all.length <= threshold.moreThan) return [];
  const groups = [...bySubstance(all, threshold.countAsOne).values()];
  if (groups.length <= threshold.moreThan) return [];
  const expected = expectedOf(sample, knowledge);
  const unexpected = expected ? all.filter((one) => !isAsExpected(one, expected)) : all;
  const about = surestOf(unexpected) ?? surestOf(all);
  if (!about) return [];
  const confirmed = groups.filter((group) => group.some(isConfirmed));
  const grade = gradeOfGroups(confirmed.length > threshold.moreThan ? confirmed : groups);
  return [
    {
      ...matchIdentity(entry, about),
      level: threshold.level,
      grade,
      inputs: { psychoactive: groups.length, limit: threshold.moreThan, found: namesOf(all) },
      reason: `${groups.length} psychoactive substances in one sample, more than ${threshold.moreThan}: ${namesOf(all)} (${threshold.cite}, ${threshold.level} level); ${methodsOf(all)}, ${gradeInWords(grade)}`,
    },
  ];
};
