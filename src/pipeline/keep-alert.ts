import { lockRevision } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import { audit } from "../db/audit.ts";

export type KeepOutcome = { outcome: "kept" } | { outcome: "nothing-to-look-at" } | { outcome: "draft-open" };

/**
 * A person has looked again at a published alert that called for attention, and leaves it as it is. An open draft is not
 * left as it is: saving it takes the new evidence in.
 */
export async function keepAlert(
  db: Database,
  reviewerId: string,
  alertId: string,
  reason: string,
): Promise<KeepOutcome> {
  return db.transaction().execute(async (trx) => {
    if (await lockRevision(trx, alertId, ["draft", "in-review"])) return { outcome: "draft-open" };
    const { numUpdatedRows } = await trx
      .updateTable("alert")
      .set({ attention: null })
      .where("id", "=", alertId)
      .where("attention", "is not", null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return { outcome: "nothing-to-look-at" };
    await audit(trx, `reviewer:${reviewerId}`, "keep", `alert:${alertId}`, { reason });
    return { outcome: "kept" };
  });
}
