import type { DetectedSubstance } from "./match-sample.ts";
import type { Grade } from "./method.ts";

export const isConfirmed = ({ method }: DetectedSubstance): boolean => method.identity === "confirmed";

/** What can be said of one finding's identity. */
export const identityGrade = (finding: DetectedSubstance): Grade =>
  isConfirmed(finding) ? "confirmed-identity" : "presumptive";

/** The one that a match about several findings is about: confirmed before presumptive, then by id, so that order is irrelevant. */
export function surestOf(findings: readonly DetectedSubstance[]): DetectedSubstance | undefined {
  let surest: DetectedSubstance | undefined;
  for (const one of findings) if (!surest || isSurer(one, surest)) surest = one;
  return surest;
}

const isSurer = (a: DetectedSubstance, b: DetectedSubstance): boolean =>
  isConfirmed(a) === isConfirmed(b) ? keyOf(a) < keyOf(b) : isConfirmed(a);

const keyOf = ({ substance, method }: DetectedSubstance): string => `${substance.id}|${method.id}`;

/** Groups of findings that are all needed are confirmed when each holds one that is. */
export const gradeOfGroups = (groups: readonly (readonly DetectedSubstance[])[]): Grade =>
  groups.every((group) => group.some(isConfirmed)) ? "confirmed-identity" : "presumptive";

/** "heroin and xylazine", each once and in the order of the alphabet. */
export const namesOf = (findings: readonly DetectedSubstance[]): string =>
  inWords(findings.map(({ substance }) => substance.name));

/** "method GC-MS", "methods GC-MS and LC-MS". */
export function methodsOf(findings: readonly DetectedSubstance[]): string {
  const names = new Set(findings.map(({ method }) => method.name));
  return `${names.size === 1 ? "method" : "methods"} ${inWords([...names])}`;
}

function inWords(words: readonly string[]): string {
  const [only, ...others] = new Set(words);
  if (only === undefined || others.length === 0) return only ?? "";
  const sorted = [only, ...others].sort();
  return `${sorted.slice(0, -1).join(", ")} and ${sorted.at(-1)}`;
}
