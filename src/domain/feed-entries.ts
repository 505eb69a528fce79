import { type AlertEntry, alertEntries } from "./alert-entries.ts";
import { type Bucket, PERIOD_DAYS } from "./feed-name.ts";
import { rankOf } from "./level.ts";
import type { PublishedAlert, Snapshot } from "./published-alert.ts";

const DAY_MS = 86_400_000;
/** What no longer holds stays in a feed this long, */
const KEPT_MS = 90 * DAY_MS;
/** or while the feed has no more entries than this, whichever keeps more. */
const USUAL_ENTRIES = 100;
/** Of a feed in which nothing has ever been. */
const NEVER = new Date(0);

export interface FeedEntries {
  /** Newest first, by when an entry began. */
  entries: AlertEntry[];
  /** When the feed last changed: by a publication, by an end, or by an entry that left it. Not the time of rendering. */
  modifiedAt: Date;
  /** The next moment at which the same snapshot is told otherwise; undefined when time alone changes nothing. */
  changesAt: Date | undefined;
}

/**
 * What a feed tells. Every current alert is in it, however old; of what was replaced, withdrawn or has expired, all of the last 90
 * days, and more until there are 100 entries. A feed of a period tells only what began, changed or ended within it.
 */
export function feedEntries(snapshot: Snapshot, bucket: Bucket, now: Date): FeedEntries {
  const within = [...Map.groupBy(snapshot.alerts, ({ alertId }) => alertId).values()]
    .flatMap((revisions) => alertEntries(revisions, now))
    .filter((entry) => isWithin(bucket, entry))
    .sort(newestFirst);
  const keptMs = bucket.kind === "period" ? PERIOD_DAYS[bucket.period] * DAY_MS : KEPT_MS;
  const leavesAt = (entry: AlertEntry) => new Date(entry.updatedAt.getTime() + keptMs);
  const entries = chosen(within, bucket, (entry) => leavesAt(entry) > now);
  const told = new Set(entries);

  const changed = [
    ...within.map(({ updatedAt }) => updatedAt),
    ...within.filter((entry) => !told.has(entry)).map(leavesAt),
  ];
  const ahead = [
    // Also of those that a period has left behind: the end brings them back.
    ...within.filter(isCurrent).map(({ revisions: [shown] }) => shown.expiresAt),
    ...entries.filter((entry) => bucket.kind === "period" || !isCurrent(entry)).map(leavesAt),
  ];
  return {
    entries,
    modifiedAt: latest(changed) ?? NEVER,
    changesAt: earliest(ahead.filter((at) => at > now)),
  };
}

function chosen(
  within: readonly AlertEntry[],
  bucket: Bucket,
  isRecent: (entry: AlertEntry) => boolean,
): AlertEntry[] {
  if (bucket.kind === "period") return within.filter(isRecent);
  const kept = new Set(within.filter((entry) => isCurrent(entry) || isRecent(entry)));
  for (const entry of within) {
    if (kept.size >= USUAL_ENTRIES) break;
    kept.add(entry);
  }
  return within.filter((entry) => kept.has(entry));
}

const isCurrent = ({ standing }: AlertEntry): boolean => standing === "current";

/** An entry stays where one of its revisions was told; one that cannot be read is told everywhere. */
function isWithin(bucket: Bucket, { revisions }: AlertEntry): boolean {
  try {
    return revisions.some(({ content }) => concerns(bucket, content));
  } catch {
    return true;
  }
}

function concerns(bucket: Bucket, { level, area, substanceClasses }: PublishedAlert["content"]): boolean {
  switch (bucket.kind) {
    case "everything":
      return true;
    case "period":
      return bucket.floor === "all" || rankOf(level) >= rankOf(bucket.floor);
    case "region":
      return area.path.includes(bucket.code);
    case "substance":
      return substanceClasses.includes(bucket.classId);
  }
}

const newestFirst = (a: AlertEntry, b: AlertEntry): number =>
  b.publishedAt.getTime() - a.publishedAt.getTime() ||
  (a.alertId === b.alertId ? b.entry - a.entry : a.alertId < b.alertId ? -1 : 1);

const latest = (times: readonly Date[]): Date | undefined =>
  times.length === 0
    ? undefined
    : new Date(times.reduce((max, at) => Math.max(max, at.getTime()), -Infinity));

const earliest = (times: readonly Date[]): Date | undefined =>
  times.length === 0 ? undefined : new Date(times.reduce((min, at) => Math.min(min, at.getTime()), Infinity));
