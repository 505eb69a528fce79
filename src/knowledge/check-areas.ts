import { type Area, wordsFor } from "../domain/area.ts";

/**
 * What is wrong with a list of areas as a whole: a code that appears twice, a parent that is missing, not there or not the
 * one that the code tells, or a code or name that two areas claim. Since every parent has a shorter code, areas that lie in
 * each other are always among these.
 */
export function problemsOfAreas(areas: readonly Area[]): string[] {
  const problems: string[] = [];
  const codes = new Set<string>();
  for (const { code } of areas) {
    if (codes.has(code)) problems.push(`area "${code}": the code appears twice; keep one of them`);
    codes.add(code);
  }
  const owners = new Map<string, string>();
  for (const area of areas) {
    problems.push(...problemsOfParent(area, codes));
    for (const word of new Set(wordsFor(area).map((one) => one.toLowerCase()))) {
      const owner = owners.get(word);
      if (owner !== undefined && owner !== area.code)
        problems.push(
          `area "${area.code}": "${asWritten(area, word)}" already belongs to "${owner}"; a name may mean only one area`,
        );
      owners.set(word, area.code);
    }
  }
  return problems;
}

function problemsOfParent({ code, parent }: Area, codes: ReadonlySet<string>): string[] {
  const above = code.includes("-") ? code.slice(0, code.lastIndexOf("-")) : undefined;
  const problems: string[] = [];
  if (parent !== undefined && !codes.has(parent))
    problems.push(`area "${code}": its parent "${parent}" is not an area; add it or name one that is there`);
  if (parent !== above)
    problems.push(
      above === undefined
        ? `area "${code}": is a country and lies in nothing; leave out the parent "${parent}"`
        : `area "${code}": its parent must be the area with which its code begins, "${above}"` +
            (parent === undefined ? "; it has none" : `, not "${parent}"`),
    );
  return problems;
}

const asWritten = (area: Area, word: string): string =>
  wordsFor(area).find((one) => one.toLowerCase() === word) ?? word;
