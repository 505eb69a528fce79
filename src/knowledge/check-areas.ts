import type { Area } from "../domain/area.ts";

/** What is wrong with a list of areas as a whole: a parent that is not there, or a code or name that two areas claim. */
export function problemsOfAreas(areas: readonly Area[]): string[] {
  const problems: string[] = [];
  const codes = new Set(areas.map((area) => area.code));
  const owners = new Map<string, string>();
  for (const { code, name, parent, aliases } of areas) {
    if (parent !== undefined && !codes.has(parent))
      problems.push(
        `area "${code}": its parent "${parent}" is not an area; add it or name one that is there`,
      );
    if (parent !== undefined && !code.startsWith(`${parent}-`))
      problems.push(
        `area "${code}": its parent must be the country with which its code begins, not "${parent}"`,
      );
    for (const text of [code, name, ...aliases]) {
      const owner = owners.get(text.toLowerCase());
      if (owner !== undefined)
        problems.push(
          `area "${code}": "${text}" already belongs to "${owner}"; a name may mean only one area`,
        );
      owners.set(text.toLowerCase(), code);
    }
  }
  return problems;
}
