import { materialChange } from "./material-change.ts";
import type { PublishedAlert } from "./published-alert.ts";

/**
 * How an entry of a feed stands for a reader. "withdrawal" is the entry that says that an alert was taken back, "withdrawn" the one
 * that it takes back, "replaced" one that a newer entry of the same alert took the place of.
 */
export type EntryStanding = "current" | "expired" | "replaced" | "withdrawn" | "withdrawal";

/** One entry of a feed: what was published of an alert between two material changes. */
export interface AlertEntry {
  alertId: string;
  /** The revision with which it began; a name of the entry within its alert that is never used again. */
  entry: number;
  /** Newest first; the first one is what the entry tells. */
  revisions: readonly [PublishedAlert, ...PublishedAlert[]];
  standing: EntryStanding;
  /** When it began. */
  publishedAt: Date;
  /** When it was last changed, by an edit or by its end. */
  updatedAt: Date;
  /** Why it is an entry of its own and not an edit of the one before, in words; undefined for the first. */
  because: string | undefined;
  /** The entries of the same alert before it, by the revision with which they began, the latest first. */
  former: readonly number[];
  /** The revision that replaced or withdrew it. */
  endedBy: PublishedAlert | undefined;
}

/**
 * The entries of one alert, oldest first, from all its published revisions in any order. A withdrawal is an entry of its own, and
 * so is whatever is published after one.
 */
export function alertEntries(published: readonly PublishedAlert[], now: Date): AlertEntry[] {
  const groups: { because: string | undefined; revisions: [PublishedAlert, ...PublishedAlert[]] }[] = [];
  for (const alert of published.toSorted((a, b) => a.revision - b.revision)) {
    const last = groups.at(-1);
    const because = last && whyNewEntry(last.revisions[0], alert);
    if (last && because === undefined) last.revisions.unshift(alert);
    else groups.push({ because, revisions: [alert] });
  }
  return groups.map(({ because, revisions }, index) => {
    const [shown] = revisions;
    const first = revisions.at(-1) ?? shown;
    const endedBy = groups[index + 1]?.revisions.at(-1);
    const standing = standingOf(shown, endedBy, now);
    return {
      alertId: first.alertId,
      entry: first.revision,
      revisions,
      standing,
      publishedAt: first.publishedAt,
      updatedAt: standing === "expired" ? shown.expiresAt : (endedBy ?? shown).publishedAt,
      because,
      former: groups
        .slice(0, index)
        .map((one) => (one.revisions.at(-1) ?? shown).revision)
        .toReversed(),
      endedBy,
    };
  });
}

/** A revision whose content cannot be compared is told for itself, rather than not at all. */
function whyNewEntry(before: PublishedAlert, after: PublishedAlert): string | undefined {
  if (after.msgType === "Cancel") return "the alert was withdrawn";
  if (before.msgType === "Cancel") return "it was published again";
  try {
    return materialChange(before.content, after.content);
  } catch {
    return "it cannot be compared";
  }
}

function standingOf(shown: PublishedAlert, endedBy: PublishedAlert | undefined, now: Date): EntryStanding {
  if (shown.msgType === "Cancel") return "withdrawal";
  if (endedBy) return endedBy.msgType === "Cancel" ? "withdrawn" : "replaced";
  if (shown.state === "withdrawn") return "withdrawn";
  if (shown.state === "superseded") return "replaced";
  return shown.state === "expired" || shown.expiresAt <= now ? "expired" : "current";
}
