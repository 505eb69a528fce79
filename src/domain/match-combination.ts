import { expectedOf, isAmong, isAsExpected } from "./expectation.ts";
import { matchIdentity } from "./match-identity.ts";
import type { DetectedSubstance, SampleCheck } from "./match-sample.ts";
import { gradeInWords } from "./say-method.ts";
import { gradeOfGroups, methodsOf, namesOf, surestOf } from "./surest-finding.ts";
import type { TargetSet } from "./threshold-pack.ts";

/** By-products and metabolites come with their drug and are no second one. Xylazine and its like are adulterants, and act. */
const acts = ({ substance: { role } }: DetectedSubstance): boolean =>
  role === "psychoactive" || role === "adulterant";

const isOf = (target: TargetSet, { substance, classes }: DetectedSubstance): boolean =>
  isAmong(target, substance.id, classes);

/** Two that are dangerous together. One match for a rule, about what was not expected; silent when all of it was expected. */
export const matchCombination: SampleCheck = (entry, detected, sample, knowledge) => {
  const { threshold } = entry;
  if (threshold.kind !== "combination") return [];
  const second = detected.filter(
    (one) => acts(one) && isOf(threshold.second, one) && !isOf(threshold.first, one),
  );
  if (second.length === 0) return [];
  const first = detected.filter((one) => acts(one) && isOf(threshold.first, one));
  if (first.length === 0) return [];
  const both = [...first, ...second];
  const expected = expectedOf(sample, knowledge);
  const about = surestOf(expected ? both.filter((one) => !isAsExpected(one, expected)) : both);
  if (!about) return [];
  const grade = gradeOfGroups([first, second]);
  const names = { first: namesOf(first), second: namesOf(second) };
  return [
    {
      ...matchIdentity(entry, about),
      level: threshold.level,
      grade,
      inputs: { ...names, expected: expected?.id ?? "" },
      reason: `${names.first} together with ${names.second}${expected ? ` in a sample expected to be ${expected.name}` : ""} (${threshold.cite}, ${threshold.level} level); ${methodsOf(both)}, ${gradeInWords(grade)}`,
    },
  ];
};
