import { sql } from "kysely";
import { AlertContent } from "../domain/alert-content.ts";
import type { PublishedAlert, Snapshot } from "../domain/published-alert.ts";
import type { Database } from "./open-database.ts";

/** Ended alerts stay in feeds for this long, or while they are among the last hundred. */
const KEPT_AFTER_END_DAYS = 90;
const ALWAYS_KEPT = 100;
const DAY_MS = 86_400_000;

const publishedRevisions = (db: Database) =>
  db
    .selectFrom("alert_revision as r")
    .select([
      "r.alert_id",
      "r.revision",
      "r.msg_type",
      "r.state",
      "r.content",
      "r.published_at",
      "r.expires_at",
      "r.closed_at",
    ])
    .select((eb) =>
      eb
        .selectFrom("alert_revision as first")
        .select((min) => min.fn.min("first.published_at").as("first_published_at"))
        .whereRef("first.alert_id", "=", "r.alert_id")
        .whereRef("first.audience", "=", "r.audience")
        .as("first_published_at"),
    )
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("alert_revision as earlier")
            .select("earlier.revision")
            .whereRef("earlier.alert_id", "=", "r.alert_id")
            .whereRef("earlier.audience", "=", "r.audience")
            .whereRef("earlier.revision", "<", "r.revision")
            .where("earlier.published_at", "is not", null),
        )
        .as("was_told_before"),
    )
    .where("r.published_at", "is not", null);

type Row = Awaited<ReturnType<ReturnType<typeof publishedRevisions>["execute"]>>[number];

function publicAlert(row: Row): PublishedAlert {
  const { published_at, expires_at } = row;
  if (!published_at || !expires_at)
    throw new Error(`alert ${row.alert_id} revision ${row.revision} has no dates`);
  return {
    alertId: row.alert_id,
    revision: row.revision,
    // An update of what only outreach teams knew is the first word to everybody.
    msgType: row.msg_type === "Update" && !row.was_told_before ? "Alert" : row.msg_type,
    state: row.state as PublishedAlert["state"],
    content: AlertContent.parse(JSON.parse(row.content)),
    firstPublishedAt: row.first_published_at ?? published_at,
    publishedAt: published_at,
    expiresAt: expires_at,
  };
}

/**
 * Reads all that a snapshot holds. Times are compared with `now`; the database's own clock plays no part. A revision that cannot
 * be read is left out and reported, so that it does not take all others with it.
 */
export async function readSnapshot(
  db: Database,
  now: Date,
  onUnreadable: (alertId: string, revision: number) => void,
): Promise<Snapshot> {
  const keptSince = new Date(now.getTime() - KEPT_AFTER_END_DAYS * DAY_MS);
  // One view of both, so that a version always names the same alerts.
  const { version, rows } = await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => ({
      version: await publicationVersion(trx),
      rows: await publishedRevisions(trx)
        .where("r.audience", "=", "public")
        .where(
          "r.alert_id",
          "in",
          sql<string>`(
            select alert_id from alert_revision where published_at is not null and audience = 'public' group by alert_id
            having bool_or(state = 'published') or max(closed_at) > ${keptSince}
            union
            (select alert_id from alert_revision where published_at is not null and audience = 'public' group by alert_id
              order by max(closed_at) desc nulls last, alert_id limit ${ALWAYS_KEPT}))`,
        )
        .execute(),
    }));
  return { version, takenAt: now, alerts: readable(rows, onUnreadable).sort(newestFirst) };
}

/** What cannot be read must not take all others with it. */
const readable = (
  rows: readonly Row[],
  onUnreadable: (alertId: string, revision: number) => void,
): PublishedAlert[] =>
  rows.flatMap((row) => {
    try {
      return [publicAlert(row)];
    } catch {
      onUnreadable(row.alert_id, row.revision);
      return [];
    }
  });

/** Goes up with every change to what was published. */
export async function publicationVersion(db: Database): Promise<string> {
  const { version } = await db.selectFrom("publication").select("version").executeTakeFirstOrThrow();
  return version;
}

const newestFirst = (a: PublishedAlert, b: PublishedAlert): number =>
  b.publishedAt.getTime() - a.publishedAt.getTime() ||
  (a.alertId === b.alertId ? b.revision - a.revision : a.alertId < b.alertId ? -1 : 1);

/** Every published revision of one alert, whoever it is for, newest first. */
export async function readRevisions(db: Database, alertId: string): Promise<PublishedAlert[]> {
  const rows = await publishedRevisions(db)
    .where("r.alert_id", "=", alertId)
    .orderBy("r.revision", "desc")
    .execute();
  return readable(rows, () => {});
}
