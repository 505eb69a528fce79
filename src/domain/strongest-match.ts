import { rankOf } from "./level.ts";
import type { Match } from "./match.ts";
import { gradeRank } from "./method.ts";

/** Milligrams or per cent, whichever was compared; two matches of one rule compared the same. */
const valueOf = ({ inputs }: Match): number => Number(inputs["valueMg"] ?? inputs["valuePercent"] ?? 0);

const isStronger = (a: Match, b: Match): boolean => {
  const difference =
    rankOf(a.level) - rankOf(b.level) || gradeRank(a.grade) - gradeRank(b.grade) || valueOf(a) - valueOf(b);
  return difference > 0 || (difference === 0 && wordsOf(a) < wordsOf(b));
};

/** Tells equally strong ones apart, so that which of them stays does not hang on their order. */
const wordsOf = ({ reason, inputs }: Match): string => `${reason} ${JSON.stringify(inputs)}`;

/** One match for each rule and substance: the highest level, then the surest, then the strongest; sorted by rule so that the result is the same for any order of findings. */
export function strongestOfEach(matches: readonly Match[]): Match[] {
  if (matches.length < 2) return [...matches];
  const strongest = new Map<string, Match>();
  for (const match of matches) {
    const key = `${match.packId}|${match.ruleId}|${match.substanceId}`;
    const known = strongest.get(key);
    if (!known || isStronger(match, known)) strongest.set(key, match);
  }
  return [...strongest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, match]) => match);
}
