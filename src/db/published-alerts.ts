import { AlertContent } from "../domain/alert-content.ts";
import type { AlertReader, FeedDocument, PublishedAlert } from "../domain/published-alert.ts";
import type { Database } from "./open-database.ts";

/** Ended alerts stay readable in lists and feeds for this long. */
const KEEP_ENDED_DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_ENDED = 500;

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
 * What everybody was told in living memory, newest first: all that are published now, however many, and of those that ended
 * in the last 30 days the 500 that ended last.
 */
export async function recentAlerts(db: Database, now: Date): Promise<PublishedAlert[]> {
  const forEverybody = publishedRevisions(db).where("r.audience", "=", "public");
  const current = await forEverybody.where("r.state", "=", "published").execute();
  const ended = await forEverybody
    .where("r.state", "<>", "published")
    .where("r.closed_at", ">", new Date(now.getTime() - KEEP_ENDED_DAYS * DAY_MS))
    .orderBy("r.closed_at", "desc")
    .orderBy("r.alert_id")
    .limit(MOST_ENDED)
    .execute();
  return [...current, ...ended].map(publicAlert).sort(newestFirst);
}

const newestFirst = (a: PublishedAlert, b: PublishedAlert): number =>
  b.publishedAt.getTime() - a.publishedAt.getTime() ||
  (a.alertId === b.alertId ? b.revision - a.revision : a.alertId < b.alertId ? -1 : 1);

/** What the public may read, from the database. */
export function databaseAlertReader(db: Database, now: () => Date): AlertReader {
  return {
    async feed(path): Promise<FeedDocument | undefined> {
      const row = await db
        .selectFrom("feed_document")
        .selectAll()
        .where("path", "=", path)
        .executeTakeFirst();
      return (
        row && {
          path,
          contentType: row.content_type,
          body: row.body,
          etag: row.etag,
          modifiedAt: row.modified_at,
        }
      );
    },
    async alerts() {
      const seen = new Set<string>();
      return (await recentAlerts(db, now())).filter(({ alertId }) => {
        const isNew = !seen.has(alertId);
        seen.add(alertId);
        return isNew;
      });
    },
    async revisions(alertId) {
      const rows = await publishedRevisions(db)
        .where("r.alert_id", "=", alertId)
        .orderBy("r.revision", "desc")
        .execute();
      return rows.map(publicAlert);
    },
  };
}
