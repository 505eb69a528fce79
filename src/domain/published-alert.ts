import type { AlertContent } from "./alert-content.ts";
import type { AlertState, MsgType } from "./alert-state.ts";

/** One published revision of an alert, as those whom it is for may see it. */
export interface PublishedAlert {
  alertId: string;
  revision: number;
  /** As its audience sees it: the first word to everybody is an "Alert", also when outreach teams were told before. */
  msgType: MsgType;
  state: Exclude<AlertState, "draft" | "in-review" | "discarded">;
  content: AlertContent;
  /** When the alert was first published to this audience. */
  firstPublishedAt: Date;
  /** When this revision was published. */
  publishedAt: Date;
  expiresAt: Date;
}

/**
 * What the page of an alert tells, of all its published revisions: once the public was told, only what it was told; before,
 * what outreach teams were told.
 */
export const readable = (revisions: readonly PublishedAlert[]): readonly PublishedAlert[] => {
  const forEverybody = revisions.filter(({ content }) => content.audience === "public");
  return forEverybody.length > 0 ? forEverybody : revisions;
};

/** Ended alerts stay in the list of alerts for this long. */
const LISTED_AFTER_END_MS = 30 * 86_400_000;

/** All that public pages, feeds and lists are made of: a copy that is whole, and says how old it is. */
export interface Snapshot {
  /** Differs when anything in it does. */
  version: string;
  /** When it was last known to be all there is. */
  takenAt: Date;
  /**
   * Every revision for everybody of the alerts that are current or ended in the last 90 days (and at least of the hundred that
   * ended last), newest revision first.
   */
  alerts: readonly PublishedAlert[];
}

/** What public routes need; the server reads a database, the edge its own last good copy. */
export interface AlertReader {
  snapshot(): Promise<Snapshot>;
  /** Every published revision of one alert, whoever it is for, newest first; empty when there is none. See `readable`. */
  revisions(alertId: string): Promise<readonly PublishedAlert[]>;
}

/** The newest revision of each alert that is current or ended in the last 30 days, newest first. */
export function listedAlerts({ alerts }: Snapshot, now: Date): PublishedAlert[] {
  const seen = new Set<string>();
  return alerts.filter((alert) => {
    if (seen.has(alert.alertId)) return false;
    seen.add(alert.alertId);
    const endedAt = alert.msgType === "Cancel" ? alert.publishedAt : alert.expiresAt;
    return now.getTime() - endedAt.getTime() <= LISTED_AFTER_END_MS;
  });
}
