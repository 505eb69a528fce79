import { sql } from "kysely";
import { stopFanOut } from "../db/stop-fan-out.ts";
import type { Database } from "../db/open-database.ts";

/**
 * Publishes an approved revision to those whom it is for: the revision before it is superseded, what of that one was not delivered yet is not sent
 * any more, and an outbox event asks for the fan-out. Pages and feeds follow by `publication.version` (see live-alerts.ts). Part of the caller's transaction, so that
 * either all of it is true or none.
 */
export async function publishRevision(
  db: Database,
  alertId: string,
  revision: number,
  now: Date,
  endAs: "superseded" | "withdrawn" = "superseded",
): Promise<void> {
  await db
    .updateTable("alert_revision")
    .set({ state: endAs, closed_at: now })
    .where("alert_id", "=", alertId)
    .where("state", "=", "published")
    .execute();
  await sql`
    update alert_revision
    set state = 'published', published_at = ${now},
      expires_at = ${now}::timestamptz + make_interval(days => (content::jsonb ->> 'expiresAfterDays')::int)
    where alert_id = ${alertId} and revision = ${revision}`.execute(db);
  await stopFanOut(db, alertId, { before: revision }, "a newer revision was published", now);
  await db
    .insertInto("outbox")
    .values({
      topic: "alert-published",
      subject_id: alertId,
      subject_revision: revision,
      enqueued_at: null,
      last_failure: null,
      closed_at: null,
    })
    .execute();
}
