import { sql } from "kysely";
import { lockRevision } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import { AlertContent } from "../domain/alert-content.ts";
import { approvalsNeeded } from "../domain/alert-state.ts";
import { isHistory } from "../domain/decide-alert.ts";
import { refusedWords, type TextRemark } from "../domain/lint-text.ts";
import type { Log } from "../log.ts";
import { audit } from "../db/audit.ts";
import { publishRevision } from "./publish-revision.ts";

export type ApprovalOutcome =
  | { outcome: "published"; revision: number }
  | { outcome: "approved"; approvals: number; approvalsNeeded: number }
  | { outcome: "changed-meanwhile"; contentHash: string }
  | { outcome: "is-history" }
  | { outcome: "look-again"; attention: string }
  | { outcome: "words-refused"; remarks: TextRemark[] }
  | { outcome: "not-open" };

export interface ApproveDeps {
  db: Database;
  now: () => Date;
  log: Log;
}

/**
 * One person's yes to exactly this content. With the last one needed the alert is published in the same transaction:
 * revision, feeds and outbox event. Approving twice counts once, and is answered alike. The database itself refuses to publish with fewer people.
 * Words that read as an all-clear are refused, whoever wrote them.
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
    if (!open) return (await publishedWith(trx, reviewerId, alertId, contentHash)) ?? { outcome: "not-open" };
    const current = open.content_hash.toString("hex");
    if (current !== contentHash) return { outcome: "changed-meanwhile", contentHash: current };
    const alert = await trx
      .selectFrom("alert")
      .select(["last_result_at", "attention"])
      .where("id", "=", alertId)
      .executeTakeFirstOrThrow();
    if (isHistory(open.msg_type, alert.last_result_at, now)) return { outcome: "is-history" };
    if (alert.attention !== null) return { outcome: "look-again", attention: alert.attention };
    const remarks = refusedWords(AlertContent.parse(JSON.parse(open.content)));
    if (remarks.length > 0) return { outcome: "words-refused", remarks };

    const given = await trx
      .insertInto("approval")
      .values({
        alert_id: alertId,
        revision: open.revision,
        reviewer_id: reviewerId,
        content_hash: open.content_hash,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (open.state === "draft")
      await trx
        .updateTable("alert_revision")
        .set({ state: "in-review" })
        .where("alert_id", "=", alertId)
        .where("revision", "=", open.revision)
        .execute();
    if (given.numInsertedOrUpdatedRows)
      await audit(trx, `reviewer:${reviewerId}`, "approve", `alert:${alertId}`, {
        revision: open.revision,
        contentHash,
      });
    deps.log.info("approving", { alertId, revision: open.revision });

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
    await publishRevision(trx, alertId, open.revision, now);
    deps.log.info("publishing", { alertId, revision: open.revision });
    return { outcome: "published", revision: open.revision };
  });
  if (result.outcome === "published") deps.log.info("published", { alertId, revision: result.revision });
  if (result.outcome === "approved") deps.log.info("approval recorded", { alertId });
  return result;
}

/** What this very approval led to, asked again by somebody whom the first answer did not reach. */
async function publishedWith(
  db: Database,
  reviewerId: string,
  alertId: string,
  contentHash: string,
): Promise<ApprovalOutcome | undefined> {
  const published = await db
    .selectFrom("approval as a")
    .innerJoin("alert_revision as r", (join) =>
      join.onRef("r.alert_id", "=", "a.alert_id").onRef("r.revision", "=", "a.revision"),
    )
    .select("r.revision")
    .where("a.alert_id", "=", alertId)
    .where("a.reviewer_id", "=", reviewerId)
    .where("a.content_hash", "=", Buffer.from(contentHash, "hex"))
    .where("r.state", "=", "published")
    .executeTakeFirst();
  return published && { outcome: "published", revision: published.revision };
}
