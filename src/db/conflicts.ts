import { audit } from "./audit.ts";
import type { Database } from "./open-database.ts";

/** Bodies that contradict an earlier one and that nobody has looked at yet, oldest first. */
export const listConflicts = (db: Database) =>
  db
    .selectFrom("conflict")
    .select(["id", "kind", "subject_id as subjectId", "body", "received_at as receivedAt"])
    .where("resolved_at", "is", null)
    .orderBy("received_at")
    .limit(200)
    .execute();

/** Notes what a person found. What is right goes in as a correction of the sample; the contradicting body stays on record. */
export async function resolveConflict(
  db: Database,
  id: string,
  reviewerId: string,
  resolution: string,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("conflict")
      .set({ resolved_at: now, resolved_by: reviewerId, resolution })
      .where("id", "=", id)
      .where("resolved_at", "is", null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await audit(trx, `reviewer:${reviewerId}`, "resolve-conflict", `conflict:${id}`, { resolution });
    return true;
  });
}
