import { rankOf } from "./level.ts";
import type { Match } from "./match.ts";
import { gradeRank } from "./method.ts";

const isStronger = (a: Match, b: Match): boolean => {
  const byLevel = rankOf(a.level) - rankOf(b.level);
  const byGrade = gradeRank(a.grade) - gradeRank(b.grade);
  return byLevel > 0 || (byLevel === 0 && (byGrade > 0 || (byGrade === 0 && a.reason < b.reason)));
};

/** One match for each rule and substance: the highest level, then the surest; sorted by rule so that the result is the same for any order of findings. */
export function strongestOfEach(matches: readonly Match[]): Match[] {
  const strongest = new Map<string, Match>();
  for (const match of matches) {
    const key = `${match.packId}|${match.ruleId}|${match.substanceId}`;
    const known = strongest.get(key);
    if (!known || isStronger(match, known)) strongest.set(key, match);
  }
  return [...strongest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, match]) => match);
}
