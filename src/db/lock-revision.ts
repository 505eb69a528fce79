import type { AlertState } from "../domain/alert-state.ts";
import type { Database } from "./open-database.ts";

/**
 * Whoever changes anything about an alert holds its row first, in the order of ids: matching, reviewers and the clock then
 * wait for each other instead of overwriting each other.
 */
export async function lockAlerts(db: Database, alertIds: readonly string[]): Promise<void> {
  if (alertIds.length === 0) return;
  await db
    .selectFrom("alert")
    .select("id")
    .where("id", "in", [...new Set(alertIds)])
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** The newest revision of an alert in one of these states. The alert stays locked until the transaction ends. */
export async function lockRevision(db: Database, alertId: string, states: readonly AlertState[]) {
  await lockAlerts(db, [alertId]);
  return db
    .selectFrom("alert_revision")
    .selectAll()
    .where("alert_id", "=", alertId)
    .where("state", "in", states)
    .orderBy("revision", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}
