import type { Replay, ReplayedAlert } from "./replay-history.ts";

/** What two sets of thresholds would have done differently with the same samples. */
export interface Difference {
  /** Alerts that one drafts and the other does not: no draft of the other rests on any of their samples. */
  onlyFirst: ReplayedAlert[];
  onlySecond: ReplayedAlert[];
  /** The same samples, told at another level. */
  otherLevel: { first: ReplayedAlert; second: ReplayedAlert }[];
}

/** Compares new alerts by the samples that they rest on; updates of the same alert are not told twice. */
export function compareReplays(first: Replay, second: Replay): Difference {
  const newest = ({ alerts }: Replay) => [...new Map(alerts.map((alert) => [alert.alertId, alert])).values()];
  const [ours, theirs] = [newest(first), newest(second)];
  const bySample = (alerts: readonly ReplayedAlert[]) =>
    new Map(alerts.flatMap((alert) => alert.samples.map((code) => [code, alert] as const)));
  const [inFirst, inSecond] = [bySample(ours), bySample(theirs)];
  const pairs = ours.flatMap((alert) => {
    const other = alert.samples.map((code) => inSecond.get(code)).find((one) => one !== undefined);
    return other && other.level !== alert.level ? [{ first: alert, second: other }] : [];
  });
  return {
    onlyFirst: ours.filter((alert) => alert.samples.every((code) => !inSecond.has(code))),
    onlySecond: theirs.filter((alert) => alert.samples.every((code) => !inFirst.has(code))),
    otherLevel: pairs,
  };
}
