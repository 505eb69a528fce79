import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../db/open-database.ts";
import { recentAlerts } from "../db/published-alerts.ts";
import { feedDocuments } from "../render/feed-documents.ts";
import type { Site } from "../render/site.ts";

/** Held while feeds are written, so that two publications never overwrite each other's entry. */
const FEEDS = 7_202;

/** Renders every feed, once for all readers; one that no alert is left in is dropped. Part of the caller's transaction. */
export async function rebuildFeeds(db: Database, site: Site, now: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(${FEEDS})`.execute(db);
  const alerts = await recentAlerts(db, now);
  const documents = feedDocuments(site, alerts, now);
  await db
    .deleteFrom("feed_document")
    .where(
      "path",
      "not in",
      documents.map(({ path }) => path),
    )
    .execute();
  for (const { path, contentType, body } of documents) {
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
    await db
      .insertInto("feed_document")
      .values({ path, content_type: contentType, body, etag, modified_at: now })
      .onConflict((conflict) =>
        conflict
          .column("path")
          .doUpdateSet({ content_type: contentType, body, etag, modified_at: now })
          .where("feed_document.etag", "<>", etag),
      )
      .execute();
  }
}
