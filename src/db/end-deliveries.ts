import type { ExpressionBuilder } from "kysely";
import type { Database } from "./open-database.ts";
import type { Schema } from "./schema.ts";

/** Ends what was not delivered yet of some revisions of an alert: nobody is sent words that no longer hold. */
export async function endDeliveries(
  db: Database,
  alertId: string,
  which: { revision: number } | { before: number },
  why: string,
  now: Date,
): Promise<void> {
  const isMeant = (eb: ExpressionBuilder<Schema, "delivery">) =>
    "before" in which ? eb("revision", "<", which.before) : eb("revision", "=", which.revision);
  await db
    .updateTable("delivery")
    .set({ state: "expired", last_answer: why, finished_at: now, lease_id: null, lease_until: null })
    .where("alert_id", "=", alertId)
    .where(isMeant)
    .where("state", "=", "pending")
    .execute();
}
