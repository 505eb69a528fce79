import type { AlertState } from "../domain/alert-state.ts";
import type { Database } from "./open-database.ts";

/** The newest revision of an alert in one of these states, locked until the transaction ends. */
export const lockRevision = (db: Database, alertId: string, states: readonly AlertState[]) =>
  db
    .selectFrom("alert_revision")
    .selectAll()
    .where("alert_id", "=", alertId)
    .where("state", "in", states)
    .orderBy("revision", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
