import type { ExpressionBuilder } from "kysely";
import { AlertContent } from "../domain/alert-content.ts";
import { type AlertState, approvalsNeeded } from "../domain/alert-state.ts";
import { HISTORY_AFTER_DAYS, isHistory } from "../domain/decide-alert.ts";
import { lintContent } from "../domain/lint-text.ts";
import type { AlertUnderReview, QueueEntry, RevisionUnderReview } from "../domain/review.ts";
import { loadEvidenceView } from "./evidence-view.ts";
import type { Database } from "./open-database.ts";
import type { Schema } from "./schema.ts";

const OPEN: AlertState[] = ["draft", "in-review"];
const DAY_MS = 86_400_000;

const approvalsByAlert = async (db: Database, alertIds: readonly string[]) =>
  Map.groupBy(
    alertIds.length === 0
      ? []
      : await db
          .selectFrom("approval as a")
          .innerJoin("reviewer as r", "r.id", "a.reviewer_id")
          .select(["a.alert_id", "a.revision", "a.content_hash", "a.approved_at", "r.name"])
          .where("a.alert_id", "in", alertIds)
          .where("r.disabled_at", "is", null)
          .orderBy("a.approved_at")
          .execute(),
    (row) => row.alert_id,
  );

export interface Queue {
  entries: QueueEntry[];
  /** Drafts whose newest result is older than 30 days; listed apart. */
  historyCount: number;
}

/** Drafts that wait for a person, published alerts that want attention, and those of which the public does not know yet: highest level first, then longest waiting. */
export async function loadQueue(
  db: Database,
  now: Date,
  show: "current" | "history",
  limit = 200,
): Promise<Queue> {
  const historyBefore = new Date(now.getTime() - HISTORY_AFTER_DAYS * DAY_MS);
  const isTooLate = (eb: ExpressionBuilder<{ a: Schema["alert"]; r: Schema["alert_revision"] }, "a" | "r">) =>
    eb.and([
      eb("r.msg_type", "=", "Alert"),
      eb("r.state", "in", OPEN),
      eb("a.last_result_at", "<", historyBefore),
    ]);
  const waiting = db
    .selectFrom("alert as a")
    .innerJoin("alert_revision as r", "r.alert_id", "a.id")
    .where((eb) =>
      eb.or([
        eb("r.state", "in", OPEN),
        eb.and([
          eb("r.state", "=", "published"),
          eb.or([
            eb("a.attention", "is not", null),
            eb.and([eb("r.audience", "=", "outreach"), eb("r.msg_type", "<>", "Cancel")]),
          ]),
          eb.not(
            eb.exists(
              eb
                .selectFrom("alert_revision as draft")
                .select("draft.revision")
                .whereRef("draft.alert_id", "=", "a.id")
                .where("draft.state", "in", OPEN),
            ),
          ),
        ]),
      ]),
    );
  const { count } = await waiting
    .where(isTooLate)
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  const rows = await waiting
    .where((eb) => (show === "history" ? isTooLate(eb) : eb.not(isTooLate(eb))))
    .select([
      "a.id",
      "a.attention",
      "a.last_result_at",
      "r.revision",
      "r.msg_type",
      "r.state",
      "r.level",
      "r.drafted_level",
      "r.content",
      "r.content_hash",
      "r.drafted_at",
    ])
    .orderBy((eb) =>
      eb.case("r.level").when("red").then(0).when("warning").then(1).when("caution").then(2).else(3).end(),
    )
    .orderBy("r.drafted_at")
    .limit(limit)
    .execute();
  const approvals = await approvalsByAlert(
    db,
    rows.map((row) => row.id),
  );
  const entries = rows.map((row): QueueEntry => ({
    alertId: row.id,
    revision: row.revision,
    msgType: row.msg_type,
    state: row.state,
    content: AlertContent.parse(JSON.parse(row.content)),
    draftedAt: row.drafted_at,
    approvals: (approvals.get(row.id) ?? []).filter(
      (one) => one.revision === row.revision && one.content_hash.equals(row.content_hash),
    ).length,
    approvalsNeeded: approvalsNeeded({
      level: row.level,
      draftedLevel: row.drafted_level,
      msgType: row.msg_type,
    }),
    isHistory: isHistory(row.msg_type, row.last_result_at, now),
    attention: row.attention ?? undefined,
  }));
  return { entries, historyCount: Number(count) };
}

/** One alert with all its revisions and everything behind it; undefined when there is none. */
export async function loadAlertUnderReview(
  db: Database,
  alertId: string,
  now: Date,
): Promise<AlertUnderReview | undefined> {
  const alert = await db
    .selectFrom("alert")
    .select(["id", "attention", "last_result_at"])
    .where("id", "=", alertId)
    .executeTakeFirst();
  if (!alert) return undefined;
  const rows = await db
    .selectFrom("alert_revision as r")
    .leftJoin("reviewer as e", "e.id", "r.edited_by")
    .selectAll("r")
    .select("e.name as editor")
    .where("r.alert_id", "=", alertId)
    .orderBy("r.revision", "desc")
    .execute();
  const approvals = (await approvalsByAlert(db, [alertId])).get(alertId) ?? [];
  const revisions = rows.map((row): RevisionUnderReview => {
    const content = AlertContent.parse(JSON.parse(row.content));
    return {
      revision: row.revision,
      msgType: row.msg_type,
      state: row.state,
      content,
      contentHash: row.content_hash.toString("hex"),
      textRemarks: lintContent(content),
      draftedLevel: row.drafted_level,
      draftedAt: row.drafted_at,
      editedBy: row.editor ?? undefined,
      approvals: approvals
        .filter((one) => one.revision === row.revision && one.content_hash.equals(row.content_hash))
        .map((one) => ({ reviewer: one.name, at: one.approved_at })),
      approvalsNeeded: approvalsNeeded({
        level: row.level,
        draftedLevel: row.drafted_level,
        msgType: row.msg_type,
      }),
      publishedAt: row.published_at ?? undefined,
      expiresAt: row.expires_at ?? undefined,
      closedReason: row.closed_reason ?? undefined,
    };
  });
  return {
    alertId,
    isHistory: isHistory(
      rows.find((row) => OPEN.includes(row.state))?.msg_type ?? "Update",
      alert.last_result_at,
      now,
    ),
    attention: alert.attention ?? undefined,
    revisions,
    evidence: await loadEvidenceView(db, alertId),
  };
}
