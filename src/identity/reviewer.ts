import type { Database } from "../db/open-database.ts";
import { audit } from "../db/audit.ts";

export interface Reviewer {
  id: string;
  name: string;
  organisationId: string;
  organisation: string;
  createdAt: Date;
  disabledAt: Date | null;
}

/** Everybody who reviews or did, by organisation and name. */
export const listReviewers = (db: Database): Promise<Reviewer[]> =>
  db
    .selectFrom("reviewer as r")
    .innerJoin("organisation as o", "o.id", "r.organisation_id")
    .select([
      "r.id",
      "r.name",
      "o.id as organisationId",
      "o.name as organisation",
      "r.created_at as createdAt",
      "r.disabled_at as disabledAt",
    ])
    .orderBy("o.name")
    .orderBy("r.name")
    .execute();

/** From now on nothing that this person holds is worth anything: sign-ins, links, keys, and approvals of what is not published. */
export async function disableReviewer(db: Database, reviewerId: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable("reviewer")
      .set({ disabled_at: now })
      .where("id", "=", reviewerId)
      .where("disabled_at", "is", null)
      .execute();
    await trx.deleteFrom("sign_in").where("reviewer_id", "=", reviewerId).execute();
    await audit(trx, "operator", "disable-reviewer", `reviewer:${reviewerId}`);
  });
}
