import { audit } from "./audit.ts";
import type { Database } from "./open-database.ts";

const MOST_AT_ONCE = 200;

/** Bodies sent to this organisation that contradict an earlier one and that nobody has looked at yet, oldest first, at most 200 after the id `after`. */
export const listConflicts = (db: Database, organisationId: string, after?: string) =>
  db
    .selectFrom("conflict")
    .select(["id", "kind", "subject_id as subjectId", "body", "received_at as receivedAt"])
    .where("organisation_id", "=", organisationId)
    .where("resolved_at", "is", null)
    .$if(after !== undefined, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id") // made in the order of time
    .limit(MOST_AT_ONCE)
    .execute();

/** Notes what a person found. What is right goes in as a correction of the sample; the contradicting body stays on record. */
export async function resolveConflict(
  db: Database,
  id: string,
  reviewer: { id: string; organisationId: string },
  resolution: string,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("conflict")
      .set({ resolved_at: now, resolved_by: reviewer.id, resolution })
      .where("id", "=", id)
      .where("organisation_id", "=", reviewer.organisationId)
      .where("resolved_at", "is", null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await audit(trx, `reviewer:${reviewer.id}`, "resolve-conflict", `conflict:${id}`, { resolution });
    return true;
  });
}
