import type { Database } from "../db/open-database.ts";
import { audit } from "./audit.ts";

export type KeepOutcome = { outcome: "kept" } | { outcome: "nothing-to-look-at" };

/** A person has looked again at an alert that called for attention, and leaves it as it is. */
export async function keepAlert(
  db: Database,
  reviewerId: string,
  alertId: string,
  reason: string,
): Promise<KeepOutcome> {
  return db.transaction().execute(async (trx) => {
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
