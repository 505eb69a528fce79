import { AlertContent } from "../domain/alert-content.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { lockRevision } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import { audit } from "../db/audit.ts";

export type UpdateOutcome =
  | { outcome: "opened"; revision: number }
  | { outcome: "already-open" }
  | { outcome: "not-published" };

/**
 * Opens a new draft with the words of the published alert, for a person to change. The published one stays until the draft is
 * approved. The draft is for everybody, also when only outreach teams were told so far.
 */
export async function updateAlert(
  db: Database,
  reviewerId: string,
  alertId: string,
  now: Date,
): Promise<UpdateOutcome> {
  return db.transaction().execute(async (trx) => {
    const published = await lockRevision(trx, alertId, ["published"]);
    if (!published || published.msg_type === "Cancel") return { outcome: "not-published" };
    const newest = await lockRevision(trx, alertId, ["draft", "in-review", "discarded", "published"]);
    if (newest && (newest.state === "draft" || newest.state === "in-review"))
      return { outcome: "already-open" };
    const revision = (newest?.revision ?? published.revision) + 1;
    await trx
      .insertInto("alert_revision")
      .values({
        alert_id: alertId,
        revision,
        msg_type: "Update",
        state: "in-review",
        level: published.level,
        drafted_level: published.drafted_level,
        content: canonicalJson({ ...AlertContent.parse(JSON.parse(published.content)), audience: "public" }),
        edited_by: reviewerId,
        edited_at: now,
      })
      .execute();
    await audit(trx, `reviewer:${reviewerId}`, "open-update", `alert:${alertId}`, { revision });
    return { outcome: "opened", revision };
  });
}
