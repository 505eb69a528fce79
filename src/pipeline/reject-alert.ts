import { lockRevision } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import { audit } from "../db/audit.ts";

export type RejectOutcome = { outcome: "rejected" } | { outcome: "not-open" };

/** Discards a draft. The reason is kept: it is what thresholds are improved with. */
export async function rejectAlert(
  db: Database,
  reviewerId: string,
  alertId: string,
  reason: string,
  now: Date,
): Promise<RejectOutcome> {
  return db.transaction().execute(async (trx) => {
    const open = await lockRevision(trx, alertId, ["draft", "in-review"]);
    if (!open) return { outcome: "not-open" };
    await trx
      .updateTable("alert_revision")
      .set({ state: "discarded", closed_at: now, closed_by: reviewerId, closed_reason: reason })
      .where("alert_id", "=", alertId)
      .where("revision", "=", open.revision)
      .execute();
    await trx.updateTable("alert").set({ attention: null }).where("id", "=", alertId).execute();
    await audit(trx, `reviewer:${reviewerId}`, "reject", `alert:${alertId}`, {
      revision: open.revision,
      reason,
    });
    return { outcome: "rejected" };
  });
}
