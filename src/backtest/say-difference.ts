import type { Knowledge } from "../domain/knowledge.ts";
import type { Difference } from "./compare-replays.ts";
import { sayAlert } from "./say-replay.ts";

/** What the second set of packs would have done differently. */
export function sayDifference(
  { onlyFirst, onlySecond, otherLevel }: Difference,
  second: string,
  knowledge: Knowledge,
): string {
  const list = (title: string, lines: readonly string[]) => [`${title}: ${lines.length}`, ...lines];
  return [
    ...list(
      `Alerts that ${second} does not draft`,
      onlyFirst.map((alert) => sayAlert(alert, knowledge)),
    ),
    ...list(
      `Alerts that only ${second} drafts`,
      onlySecond.map((alert) => sayAlert(alert, knowledge)),
    ),
    ...list(
      "Alerts at another level",
      otherLevel.map(
        ({ first, second: other }) => `${sayAlert(first, knowledge)}\n    there: ${other.level}`,
      ),
    ),
  ].join("\n");
}
