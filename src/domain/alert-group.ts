import type { AssessedSample, Match } from "./match.ts";
import { gradeRank } from "./method.ts";
import { rankOf } from "./level.ts";

/** The match that a draft is chiefly about: highest level, then surest, then first by name so that order of findings is irrelevant. */
export function chiefMatch(matches: readonly Match[]): Match | undefined {
  return matches.toSorted(
    (a, b) =>
      rankOf(b.level) - rankOf(a.level) ||
      gradeRank(b.grade) - gradeRank(a.grade) ||
      (a.substanceId < b.substanceId ? -1 : a.substanceId > b.substanceId ? 1 : 0) ||
      (a.ruleId < b.ruleId ? -1 : 1),
  )[0];
}

/** The key of the group that a sample with these matches belongs to; undefined without matches. */
export function groupOf(sample: AssessedSample, matches: readonly Match[]): string | undefined {
  const chief = chiefMatch(matches);
  return chief && groupKey(sample, chief);
}

/** Whether a match is about how much there is, not about what it is. */
export const isAboutStrength = ({ kind }: Match): boolean =>
  kind === "strength" || kind === "percent-by-weight" || kind === "percentile";

const word = (text: string | undefined): string =>
  (text ?? "")
    .trim()
    .toLowerCase()
    .replace(/[|\s]+/g, " ");

/**
 * Samples with the same key speak of the same thing: what was found, how it looks, what it was expected to be, and where.
 * Strength belongs to one look (form, colour, logo together, never the logo alone); a foreign substance belongs to a form.
 */
export function groupKey(sample: AssessedSample, chief: Match): string {
  const isStrength = isAboutStrength(chief);
  const look = isStrength ? [sample.form, word(sample.colour), word(sample.logo)] : [sample.form];
  return [
    isStrength ? "strength" : "content",
    chief.substanceId,
    ...look,
    sample.expectedSubstanceId ?? "expected-unknown",
    sample.area,
  ].join("|");
}

/** Whether two keys differ in nothing but the substance: the same look, expectation and area. */
export const isSameButSubstance = (a: string, b: string): boolean => {
  const rest = (key: string) => key.split("|").toSpliced(1, 1).join("|");
  return rest(a) === rest(b);
};
