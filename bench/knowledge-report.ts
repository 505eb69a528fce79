import type { MatchingFigures } from "./knowledge-matching.ts";
import type { NameFigures } from "./knowledge-names.ts";
import type { ReplayFigures } from "./knowledge-replay.ts";
import { describeMachine } from "./machine.ts";
import type { Report } from "./run.ts";

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const percent = ({ resolved, of }: NameFigures): number => rounded((resolved / of) * 100, 2);

/** The figures as a table and as one object. */
export function knowledgeReport(
  matching: MatchingFigures,
  names: readonly NameFigures[],
  replays: readonly ReplayFigures[],
): Report {
  const machine = describeMachine();
  const { rules, few, many } = matching;
  const text = [
    `Matching: one sample of six findings that crosses ${matching.matches} shipped rules, beside rules that do not concern it.`,
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, Node ${process.versions.node}.`,
    "",
    `${rules.few} more rules`.padEnd(40) + `median ${few.medianUs.toFixed(1)} µs`.padStart(18),
    `${rules.many} more rules`.padEnd(40) +
      `median ${many.medianUs.toFixed(1)} µs`.padStart(18) +
      `   p99 ${many.p99Us.toFixed(1)} µs, ${matching.manyToFew.toFixed(2)} times as long`,
    "",
    ...(names.length === 0
      ? ["Names of real services: the shared data are not here (set TOCSIN_SHARED_DATA)."]
      : ["Names of real services that are understood:", ...names.map(nameLine)]),
    ...(replays.length === 0 ? [] : ["", "Real results replayed day by day:", ...replays.map(replayLine)]),
  ];
  return {
    text: text.join("\n"),
    json: {
      matching: {
        rules,
        matches: matching.matches,
        few: { medianUs: rounded(few.medianUs, 2) },
        many: { medianUs: rounded(many.medianUs, 2), p99Us: rounded(many.p99Us, 2) },
        manyToFew: rounded(matching.manyToFew, 3),
      },
      names: names.map((figure) => ({ ...figure, percent: percent(figure) })),
      replays,
      machine,
      versions: { node: process.versions.node },
    },
  };
}

function nameLine(figure: NameFigures): string {
  const numbers = `${percent(figure).toFixed(2)} %  of ${figure.of}`;
  const missed = figure.unresolved.length > 0 ? `   not: ${figure.unresolved.join("; ")}` : "";
  return `  ${figure.what.padEnd(36)}${numbers.padStart(20)}${missed}`;
}

function replayLine({ what, samples, notices, alerts, seconds, alertsAWeek }: ReplayFigures): string {
  const share = (value: number) => `${(value * 100).toFixed(1)} %`;
  return `  ${what.padEnd(36)}${samples} samples in ${seconds.toFixed(2)} s: ${share(notices)} notices, ${share(alerts)} drafted alerts; for an area and week ${alertsAWeek.median} in the median, ${alertsAWeek.p95} at the 95th percentile`;
}
