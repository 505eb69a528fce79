import { type Alike, escalated, nearTo } from "./cluster.ts";
import { chiefMatch } from "./alert-group.ts";
import type { MsgType } from "./alert-state.ts";
import { type Level, rankOf } from "./level.ts";
import { type AssessedSample, highestLevel, type Match } from "./match.ts";
import { type Grade, gradeRank } from "./method.ts";

/** Samples further apart than this are told as separate stories. Source: "three samples in 14 days" (domain research §2.4). */
export const GROUP_WINDOW_DAYS = 14;
/** After a person rejected a draft, the same thing at the same level is not drafted again for this long. */
export const QUIET_PERIOD_DAYS = 14;
/** A result older than this is history: drafted so that it can be learnt from, but no longer published. */
export const HISTORY_AFTER_DAYS = 30;
/** Below this level a result concerns one sample, not the public. */
export const ALERT_FROM: Level = "warning";

/** What is already known of a group: its newest alert, if any. */
export interface KnownAlert {
  alertId: string;
  /** What the alert says was found. */
  substanceId: string;
  /** State of the newest revision that still matters: open, published, or how it ended. */
  state: "open" | "published" | "rejected" | "ended";
  level: Level;
  grade: Grade;
  firstResultAt: Date;
  lastResultAt: Date;
  endedAt: Date | undefined;
}

export type Decision =
  | { action: "none"; reason: "nothing-matched" }
  | { action: "notice"; level: Level; reason: "below-alert-level" }
  | {
      action: "open";
      level: Level;
      reason: "first-of-its-group" | "outside-the-window" | "earlier-one-ended" | "cluster";
    }
  | {
      action: "update";
      alertId: string;
      level: Level;
      reason: "level-raised" | "grade-raised" | "identity-refined" | "new-sample";
      redraft: boolean;
    }
  | { action: "hold"; alertId: string; level: Level; reason: "rejected-recently" };

/** A decision with the alert that it concerns, also when that alert has just been opened. */
export type RoundDecision =
  | Exclude<Decision, { action: "open" }>
  | (Extract<Decision, { action: "open" }> & { alertId: string });

const DAY_MS = 86_400_000;
const daysBetween = (a: Date, b: Date): number => Math.abs(a.getTime() - b.getTime()) / DAY_MS;

/** Whether a result belongs to the same story: no more than the window before the first or after the last result of it. */
export const isInWindow = (alert: { firstResultAt: Date; lastResultAt: Date }, resultAt: Date): boolean =>
  resultAt.getTime() >= alert.firstResultAt.getTime() - GROUP_WINDOW_DAYS * DAY_MS &&
  resultAt.getTime() <= alert.lastResultAt.getTime() + GROUP_WINDOW_DAYS * DAY_MS;

/** Whether a draft comes too late to be published. An update of what is already public never does. */
export const isHistory = (msgType: MsgType, lastResultAt: Date, now: Date): boolean =>
  msgType === "Alert" && now.getTime() - lastResultAt.getTime() > HISTORY_AFTER_DAYS * DAY_MS;

/**
 * What should become of a sample's matches. Pure; the reason is stored and shown to the reviewer.
 * `known` is the newest alert of the sample's group, `alike` are other samples of it, whether or not an alert was made of them. A higher level or surer grade than what is known means new words
 * (`redraft`); otherwise the sample only adds to the evidence.
 */
export function decideAlert(
  sample: AssessedSample,
  matches: readonly Match[],
  known: KnownAlert | undefined,
  alike: readonly Alike[],
  now: Date,
): Decision {
  const chief = chiefMatch(matches);
  if (!chief) return { action: "none", reason: "nothing-matched" };
  const ownLevel = highestLevel(matches);
  const { id, organisationId, resultAt } = sample;
  const self = { id, organisationId, resultAt, ownLevel };
  const { level } = escalated(ownLevel, chief.kind, [...nearTo(sample, alike), self]);
  if (rankOf(level) < rankOf(ALERT_FROM)) return { action: "notice", level, reason: "below-alert-level" };

  if (!known)
    return {
      action: "open",
      level,
      reason: rankOf(ownLevel) < rankOf(ALERT_FROM) ? "cluster" : "first-of-its-group",
    };
  if (!isInWindow(known, sample.resultAt)) return { action: "open", level, reason: "outside-the-window" };
  if (
    known.state === "rejected" &&
    rankOf(level) <= rankOf(known.level) &&
    daysBetween(known.endedAt ?? now, now) <= QUIET_PERIOD_DAYS
  )
    return { action: "hold", alertId: known.alertId, level, reason: "rejected-recently" };
  if (known.state === "rejected" || known.state === "ended")
    return { action: "open", level, reason: "earlier-one-ended" };

  const { alertId } = known;
  if (rankOf(level) > rankOf(known.level))
    return { action: "update", alertId, level, reason: "level-raised", redraft: true };
  if (gradeRank(chief.grade) > gradeRank(known.grade))
    return { action: "update", alertId, level, reason: "grade-raised", redraft: true };
  if (chief.substanceId !== known.substanceId)
    return { action: "update", alertId, level, reason: "identity-refined", redraft: true };
  return { action: "update", alertId, level, reason: "new-sample", redraft: false };
}
