import type { AreaTree } from "../domain/area.ts";
import type { HelpLine } from "../domain/help-line.ts";

/** What is wrong with the help lines when they are read beside the areas. Empty when nothing is. */
export function problemsOfHelpLines(helpLines: readonly HelpLine[], areas: AreaTree): string[] {
  const seen = new Set<string>();
  return helpLines.flatMap(({ id, area }) => {
    const repeated = seen.has(id) ? [`help line "${id}": the id appears twice; give each line its own`] : [];
    seen.add(id);
    return areas.path(area).length > 0
      ? repeated
      : [...repeated, `help line "${id}": "${area}" is not the code of an area; use one from areas.json`];
  });
}
