import type { AssessedSample, Match } from "./match.ts";
import { gradeRank } from "./method.ts";
import { rankOf } from "./level.ts";

/**
 * The match that a draft is chiefly about: highest level, then surest. Of several alike, what it is comes before how much of it,
 * and then the substance whose rule an adopted pack lists first. The order of findings is irrelevant.
 */
export function chiefMatch(matches: readonly Match[]): Match | undefined {
  if (matches.length < 2) return matches[0];
  const weight = new Map<string, number>();
  for (const match of matches)
    weight.set(match.substanceId, Math.min(placeOf(match), weight.get(match.substanceId) ?? Infinity));
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return matches.toSorted(
    (a, b) =>
      rankOf(b.level) - rankOf(a.level) ||
      gradeRank(b.grade) - gradeRank(a.grade) ||
      Number(isAboutStrength(a)) - Number(isAboutStrength(b)) ||
      (weight.get(a.substanceId) ?? 0) - (weight.get(b.substanceId) ?? 0) ||
      byName(a.substanceId, b.substanceId) ||
      placeOf(a) - placeOf(b) ||
      byName(`${a.packId}/${a.ruleId}`, `${b.packId}/${b.ruleId}`),
  )[0];
}

const AFTER_ALL_ADOPTED = 1_000_000;
const placeOf = ({ packStatus, rulePlace }: Match): number =>
  rulePlace + (packStatus === "adopted" ? 0 : AFTER_ALL_ADOPTED);

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
