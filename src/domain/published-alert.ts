import type { AlertContent } from "./alert-content.ts";
import type { AlertState, MsgType } from "./alert-state.ts";

/** One published revision of an alert, as the public may see it. */
export interface PublishedAlert {
  alertId: string;
  revision: number;
  msgType: MsgType;
  state: Exclude<AlertState, "draft" | "in-review" | "discarded">;
  content: AlertContent;
  /** When the alert was first published. */
  firstPublishedAt: Date;
  /** When this revision was published. */
  publishedAt: Date;
  expiresAt: Date;
}

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
  /** Newest published revision of every alert that is current or ended in the last 30 days, newest first. */
  alerts(): Promise<PublishedAlert[]>;
  /** Every published revision of one alert, newest first; empty when there is none. */
  revisions(alertId: string): Promise<PublishedAlert[]>;
}
