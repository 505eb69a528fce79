import * as z from "zod";
import { Level, rankOf } from "../domain/level.ts";
import { listedAlerts, type PublishedAlert, type Snapshot } from "../domain/published-alert.ts";
import { Instant } from "../domain/sample.ts";

export const MOST_ALERTS = 200;
const USUAL_ALERTS = 50;

const wholeNumber = (text: unknown): unknown =>
  typeof text === "string" && /^\d{1,9}$/.test(text) ? Number(text) : text;

/** What can be asked of GET /v1/alerts. */
export const AlertsQuery = z.strictObject({
  updated_since: Instant.optional().describe(
    "An instant with its offset. Every revision that was published, superseded or withdrawn, or has expired, at that instant or later, the earliest change first: what a mirror needs. Left out: the newest revision of every alert that is current or ended in the last 30 days, the latest change first.",
  ),
  area: z
    .string()
    .max(80)
    .optional()
    .describe("Code of an area such as PL or PL-14: alerts of it and of the areas within."),
  level: Level.optional().describe("Alerts of that level or graver."),
  substance_class: z
    .string()
    .max(80)
    .optional()
    .describe("Id of a substance class such as opioid: alerts about one of its substances."),
  limit: z
    .preprocess(wholeNumber, z.int().min(1).max(MOST_ALERTS).default(USUAL_ALERTS))
    .describe("Most alerts in one answer."),
  cursor: z
    .string()
    .max(200)
    .optional()
    .describe(
      "Where the page before ended, from its `Link` header or `nextCursor`. Its content means nothing to anybody else.",
    ),
});
export type AlertsQuery = z.output<typeof AlertsQuery>;

/** A published revision with what happened to it since. */
export interface AlertRecord {
  alert: PublishedAlert;
  /** When it last changed: published, superseded, withdrawn or expired. */
  updatedAt: Date;
  /** The revision that took its place. */
  supersededBy: number | undefined;
}

/** Every revision of some alerts, each with when it changed last. In any order. */
export const alertRecords = (revisions: readonly PublishedAlert[], now: Date): AlertRecord[] =>
  [...Map.groupBy(revisions, ({ alertId }) => alertId).values()].flatMap((own) => {
    const ordered = own.toSorted((a, b) => a.revision - b.revision);
    return ordered.map((alert, index) => recordOf(alert, ordered[index + 1], now));
  });

function recordOf(alert: PublishedAlert, next: PublishedAlert | undefined, now: Date): AlertRecord {
  if (next) return { alert, updatedAt: next.publishedAt, supersededBy: next.revision };
  const isExpired = alert.state === "expired" || (alert.state === "published" && alert.expiresAt <= now);
  return {
    alert: isExpired ? { ...alert, state: "expired" } : alert,
    updatedAt: isExpired ? alert.expiresAt : alert.publishedAt,
    supersededBy: undefined,
  };
}

/** What a cursor holds: a place in the order of changes. */
export type Place = readonly [updatedAtMs: number, alertId: string, revision: number];
const Place = z.tuple([z.int(), z.uuid(), z.int()]);

const placeOf = ({ alert, updatedAt }: AlertRecord): Place => [
  updatedAt.getTime(),
  alert.alertId,
  alert.revision,
];

const compare = (a: Place, b: Place): number =>
  a[0] - b[0] || (a[1] === b[1] ? a[2] - b[2] : a[1] < b[1] ? -1 : 1);

const writeCursor = (place: Place): string => btoa(JSON.stringify(place)).replace(/=+$/, "");

/** The place that a cursor of ours stands for; undefined when it is none of ours. */
export function readCursor(cursor: string): Place | undefined {
  try {
    return Place.safeParse(JSON.parse(atob(cursor))).data;
  } catch {
    return undefined;
  }
}

export interface AlertsPage {
  records: readonly AlertRecord[];
  /** Undefined: this is the last page. */
  nextCursor: string | undefined;
}

/**
 * One page of a snapshot. A page begins after a place, not after a count, so what is published meanwhile moves nothing: none comes
 * twice, and with `updated_since` none is missed, because whatever changes goes to the end. Of two changes at the same instant one
 * may become known after the other was read: a mirror that asks from a little before where it ended finds it.
 */
export function pageOfAlerts(
  snapshot: Snapshot,
  query: AlertsQuery,
  after: Place | undefined,
  now: Date,
): AlertsPage {
  const since = query.updated_since;
  const all = alertRecords(snapshot.alerts, now);
  const newest = new Set(
    since ? [] : listedAlerts(snapshot, now).map(({ alertId, revision }) => `${alertId} ${revision}`),
  );
  const direction = since ? 1 : -1;
  const found = all
    .filter(({ alert, updatedAt }) =>
      since ? updatedAt >= since : newest.has(`${alert.alertId} ${alert.revision}`),
    )
    .filter(({ alert }) => isWanted(alert, query))
    .filter((record) => !after || compare(placeOf(record), after) * direction > 0)
    .sort((a, b) => compare(placeOf(a), placeOf(b)) * direction);
  const records = found.slice(0, query.limit);
  const last = found.length > records.length ? records.at(-1) : undefined;
  return { records, nextCursor: last && writeCursor(placeOf(last)) };
}

function isWanted({ content }: PublishedAlert, { area, level, substance_class }: AlertsQuery): boolean {
  const floor: Level = level ?? "information";
  return (
    (area === undefined || content.area.path.includes(area)) &&
    rankOf(content.level) >= rankOf(floor) &&
    (substance_class === undefined || content.substanceClasses.includes(substance_class))
  );
}
