import { sql } from "kysely";
import { lockRevision } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import { approvalsNeeded } from "../domain/alert-state.ts";
import { isHistory } from "../domain/decide-alert.ts";
import type { Log } from "../log.ts";
import type { Site } from "../render/site.ts";
import { audit } from "./audit.ts";
import { publishRevision } from "./publish-revision.ts";

export type ApprovalOutcome =
  | { outcome: "published"; revision: number }
  | { outcome: "approved"; approvals: number; approvalsNeeded: number }
  | { outcome: "changed-meanwhile"; contentHash: string }
  | { outcome: "is-history" }
  | { outcome: "not-open" };

export interface ApproveDeps {
  db: Database;
  site: Site;
  now: () => Date;
  log: Log;
}

/**
 * One person's yes to exactly this content. With the last one needed the alert is published in the same transaction:
 * revision, feeds and outbox event. Approving twice counts once. The database itself refuses to publish with fewer people.
 */
export async function approveAlert(
  deps: ApproveDeps,
  reviewerId: string,
  alertId: string,
  contentHash: string,
): Promise<ApprovalOutcome> {
  const now = deps.now();
  const result = await deps.db.transaction().execute(async (trx): Promise<ApprovalOutcome> => {
    const open = await lockRevision(trx, alertId, ["draft", "in-review"]);
    if (!open) return { outcome: "not-open" };
    const current = open.content_hash.toString("hex");
    if (current !== contentHash) return { outcome: "changed-meanwhile", contentHash: current };
    const alert = await trx
      .selectFrom("alert")
      .select("last_result_at")
      .where("id", "=", alertId)
      .executeTakeFirstOrThrow();
    if (isHistory(open.msg_type, alert.last_result_at, now)) return { outcome: "is-history" };

    await trx
      .insertInto("approval")
      .values({
        alert_id: alertId,
        revision: open.revision,
        reviewer_id: reviewerId,
        content_hash: open.content_hash,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if (open.state === "draft")
      await trx
        .updateTable("alert_revision")
        .set({ state: "in-review" })
        .where("alert_id", "=", alertId)
        .where("revision", "=", open.revision)
        .execute();
    await audit(trx, `reviewer:${reviewerId}`, "approve", `alert:${alertId}`, {
      revision: open.revision,
      contentHash,
    });

    const { rows } = await sql<{ given: number }>`
      select count(distinct a.reviewer_id)::int as given
      from approval a join reviewer r on r.id = a.reviewer_id and r.disabled_at is null
      where a.alert_id = ${alertId} and a.revision = ${open.revision} and a.content_hash = ${open.content_hash}`.execute(
      trx,
    );
    const approvals = rows[0]?.given ?? 0;
    const needed = approvalsNeeded({
      level: open.level,
      draftedLevel: open.drafted_level,
      msgType: open.msg_type,
    });
    if (approvals < needed) return { outcome: "approved", approvals, approvalsNeeded: needed };
    await publishRevision(trx, deps.site, alertId, open.revision, now);
    deps.log.info("publishing", { alertId, revision: open.revision });
    return { outcome: "published", revision: open.revision };
  });
  deps.log.info(result.outcome === "published" ? "published" : "approval recorded", { alertId });
  return result;
}
