import { type AlertState, isOpen, type MsgType } from "./alert-state.ts";
import { isInWindow, type KnownAlert, QUIET_PERIOD_DAYS } from "./decide-alert.ts";
import { higherLevel, type Level } from "./level.ts";
import type { Grade } from "./method.ts";

export interface RevisionSummary {
  revision: number;
  state: AlertState;
  msgType: MsgType;
  level: Level;
  grade: Grade;
  closedAt: Date | undefined;
  /** False when the machine closed it, for example because the last sample behind it was corrected. */
  closedByPerson: boolean;
}

const DAY_MS = 86_400_000;

const isRejected = (revision: RevisionSummary): boolean =>
  revision.state === "discarded" && revision.closedByPerson;

/** Where an alert stands, told from its revisions. A draft rejected within the quiet period still sets the level that must be exceeded. */
export function knownAlert(
  alert: { alertId: string; substanceId: string; firstResultAt: Date; lastResultAt: Date },
  revisions: readonly RevisionSummary[],
  now: Date,
): KnownAlert | undefined {
  const newest = revisions.toSorted((a, b) => b.revision - a.revision);
  const [last] = newest;
  if (!last) return undefined;
  const open = newest.find((one) => isOpen(one.state));
  if (open) return { ...alert, state: "open", level: open.level, grade: open.grade, endedAt: undefined };
  const published = newest.find((one) => one.state === "published" && one.msgType !== "Cancel");
  if (published) {
    const rejected = newest.find(
      (one) =>
        isRejected(one) &&
        one.closedAt &&
        now.getTime() - one.closedAt.getTime() <= QUIET_PERIOD_DAYS * DAY_MS,
    );
    const level = rejected ? higherLevel(rejected.level, published.level) : published.level;
    return { ...alert, state: "published", level, grade: published.grade, endedAt: undefined };
  }
  return {
    ...alert,
    state: isRejected(last) ? "rejected" : "ended",
    level: last.level,
    grade: last.grade,
    endedAt: last.closedAt,
  };
}

const STANDING: readonly KnownAlert["state"][] = ["open", "published", "rejected", "ended"];

/**
 * Of several alerts of one group, the one that a result at this time belongs to: in whose window it lies, what is open before
 * what is published before what has ended; else the latest. The same for any order of `alerts`.
 */
export const alertFor = (alerts: readonly KnownAlert[], resultAt: Date): KnownAlert | undefined => {
  const latestFirst = alerts.toSorted(
    (a, b) => b.lastResultAt.getTime() - a.lastResultAt.getTime() || (a.alertId < b.alertId ? 1 : -1),
  );
  const inWindow = latestFirst.filter((alert) => isInWindow(alert, resultAt));
  const [best] = inWindow.toSorted((a, b) => STANDING.indexOf(a.state) - STANDING.indexOf(b.state));
  return best ?? latestFirst[0];
};
