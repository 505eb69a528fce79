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

export interface FeedDocument {
  /** Below /feeds/, for example "alerts.rss" or "PL-14.atom". */
  path: string;
  contentType: string;
  body: string;
  /** Strong entity tag with its quotes. */
  etag: string;
  modifiedAt: Date;
}

/** All that public pages and feeds need; the server reads a database, the edge its own last good copy. */
export interface AlertReader {
  feed(path: string): Promise<FeedDocument | undefined>;
  /** Newest revision for everybody of every alert that is current or ended in the last 30 days, newest first. */
  alerts(): Promise<PublishedAlert[]>;
  /** Every published revision of one alert, whoever it is for, newest first; empty when there is none. See `readable`. */
  revisions(alertId: string): Promise<PublishedAlert[]>;
}
