import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { standingOf } from "./alert-standing.ts";
import type { Site } from "./site.ts";

/** An alert as programs read it: one published revision, and how it stands now. */
export const alertJson = (site: Site, alert: PublishedAlert, now: Date) => ({
  id: alert.alertId,
  revision: alert.revision,
  status: site.status,
  msgType: alert.msgType,
  state: alert.state,
  /** Whether people should act on it now; a withdrawal is published too, and is nothing to act on. */
  isCurrent: standingOf(alert, now) === "current",
  firstPublishedAt: alert.firstPublishedAt,
  publishedAt: alert.publishedAt,
  expiresAt: alert.expiresAt,
  url: site.url + ADDRESS.alert(alert.alertId),
  ...alert.content,
});
