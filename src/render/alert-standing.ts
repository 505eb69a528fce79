import type { PublishedAlert } from "../domain/published-alert.ts";

/** How a published revision stands for a reader: does it still hold? */
export type Standing = "current" | "superseded" | "withdrawn" | "expired";

/**
 * The clock decides about expiry, not only the state: a page or feed rendered from an old copy
 * must not show a warning as current after its time.
 */
export function standingOf(alert: PublishedAlert, now: Date): Standing {
  if (alert.msgType === "Cancel" || alert.state === "withdrawn") return "withdrawn";
  if (alert.state === "superseded") return "superseded";
  return alert.state === "expired" || alert.expiresAt <= now ? "expired" : "current";
}

/** When the alert stopped holding; undefined while it is current. A withdrawal ends the alert when it is published. */
export function endedAt(alert: PublishedAlert, now: Date): Date | undefined {
  const standing = standingOf(alert, now);
  if (standing === "current") return undefined;
  return alert.msgType === "Cancel" ? alert.publishedAt : alert.expiresAt;
}

/** Why the alert was withdrawn, and what that does not mean. Never an all-clear. */
export function withdrawalSentence(alert: PublishedAlert): string {
  const because = alert.content.withdrawnBecause?.replace(/[\s.]+$/, "");
  return `This alert is withdrawn${because ? ` because: ${because}` : ""}. Supply still varies: what is sold tomorrow can differ from what was tested.`;
}

/** The headline as lists and feeds print it, with what happened to the alert in front. */
export function titleOf(alert: PublishedAlert, headline: string, now: Date): string {
  const standing = standingOf(alert, now);
  if (standing === "withdrawn") return prefixed("Withdrawn: ", headline);
  if (standing === "expired") return prefixed("Expired: ", headline);
  return alert.msgType === "Update" ? prefixed("Update: ", headline) : headline;
}

/** A reviewer may have written the word already. */
const prefixed = (prefix: string, headline: string): string =>
  headline.toLowerCase().startsWith(prefix.trim().toLowerCase()) ? headline : prefix + headline;
