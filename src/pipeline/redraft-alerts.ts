import { evidenceOf, moveEvidence } from "../db/evidence.ts";
import { lockAlerts } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import { AlertContent } from "../domain/alert-content.ts";
import { type AlertState, isOpen, type MsgType } from "../domain/alert-state.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { draftContent } from "../domain/draft-content.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { DecidingRound } from "./deciding-round.ts";

export interface RedraftDeps {
  knowledge: Knowledge;
  sender: string;
  now: Date;
}

interface Revision {
  revision: number;
  state: AlertState;
  msg_type: MsgType;
  content: string;
  approvals: string;
  edited_by: string | null;
}

/** The machine writes only where no person has: a revision that somebody edited or approved keeps its words. */
const isUntouched = (revision: Revision): boolean =>
  revision.state === "draft" && revision.edited_by === null && Number(revision.approvals) === 0;

/**
 * Brings the drafts of every alert whose evidence changed up to date: writes the first draft, rewrites an untouched one,
 * drafts an update of a published alert when it says too little, discards a draft whose last sample was corrected away,
 * and otherwise tells the reviewer that something changed. Part of the caller's transaction.
 */
export async function redraftAlerts(db: Database, deps: RedraftDeps, round: DecidingRound): Promise<void> {
  const lost = round.evidenceOf.size > 0 ? await moveEvidence(db, round.evidenceOf) : [];
  const changed = [...new Set([...round.touched, ...lost])];
  if (changed.length === 0) return;
  await lockAlerts(db, changed);
  const revisions = await revisionsOf(db, changed);
  const counts = await samplesBehind(db, changed);
  const alertIds = changed.filter(
    (alertId) =>
      round.toRedraft.has(alertId) ||
      round.revised.has(alertId) ||
      lost.includes(alertId) ||
      !saysEnough(revisions.get(alertId)?.find(isCurrent), counts.get(alertId) ?? 0),
  );
  if (alertIds.length === 0) return;
  const evidence = await evidenceOf(db, alertIds);
  for (const alertId of alertIds) {
    const own = revisions.get(alertId) ?? [];
    const open = own.find((revision) => isOpen(revision.state));
    const published = own.find(
      (revision) => revision.state === "published" && revision.msg_type !== "Cancel",
    );
    const next = (own[0]?.revision ?? 0) + 1;
    const behind = evidence.get(alertId);
    if (!behind) {
      if (open && !published) await discard(db, alertId, open.revision, deps.now);
      else if (open || published)
        await callAttention(
          db,
          alertId,
          "Nothing supports this alert any more: its last sample was corrected. Consider withdrawing it.",
        );
      continue;
    }
    const publishedGrade = published && AlertContent.parse(JSON.parse(published.content)).grade;
    const content = draftContent(behind, deps.knowledge, deps.sender, deps.now, publishedGrade);
    if (open && isUntouched(open)) await rewrite(db, alertId, open, content);
    else if (open)
      await callAttention(
        db,
        alertId,
        `The evidence has changed since a person began to work on this draft: ${content.samples} samples now, level ${content.level}.`,
      );
    else if (own.length === 0) await insertDraft(db, alertId, next, "Alert", content);
    else if (!published) continue; // it has ended, and only a decision opens it again, as another alert
    else if (round.toRedraft.has(alertId)) await insertDraft(db, alertId, next, "Update", content);
    else if (round.revised.has(alertId))
      await callAttention(
        db,
        alertId,
        "A sample behind this alert was corrected or has a new result. Check that the words still hold.",
      );
    else if (lost.includes(alertId))
      await callAttention(db, alertId, "A sample behind this alert was corrected and no longer supports it.");
  }
}

const isCurrent = ({ state }: Revision): boolean => isOpen(state) || state === "published";

/** From here on a draft is written anew when a tenth more samples have come: reading all of them again for each more is no use to anybody, and makes those who post wait. */
const MANY_SAMPLES = 30;
const saysEnough = (revision: Revision | undefined, samples: number): boolean =>
  revision !== undefined &&
  samples > MANY_SAMPLES &&
  samples < AlertContent.parse(JSON.parse(revision.content)).samples * 1.1;

async function samplesBehind(db: Database, alertIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("alert_sample")
    .select((eb) => ["alert_id", eb.fn.countAll<string>().as("samples")])
    .where("alert_id", "in", alertIds)
    .groupBy("alert_id")
    .execute();
  return new Map(rows.map((row) => [row.alert_id, Number(row.samples)]));
}

async function revisionsOf(db: Database, alertIds: readonly string[]): Promise<Map<string, Revision[]>> {
  const rows = await db
    .selectFrom("alert_revision as r")
    .select(["r.alert_id", "r.revision", "r.state", "r.msg_type", "r.content", "r.edited_by"])
    .select((eb) =>
      eb
        .selectFrom("approval as a")
        .select((count) => count.fn.countAll<string>().as("approvals"))
        .whereRef("a.alert_id", "=", "r.alert_id")
        .whereRef("a.revision", "=", "r.revision")
        .as("approvals"),
    )
    .where("r.alert_id", "in", alertIds)
    .orderBy("r.revision", "desc")
    .execute();
  return Map.groupBy(
    rows.map((row) => ({ ...row, approvals: row.approvals ?? "0" })),
    (row) => row.alert_id,
  );
}

const insertDraft = (
  db: Database,
  alertId: string,
  revision: number,
  msgType: MsgType,
  content: AlertContent,
) =>
  db
    .insertInto("alert_revision")
    .values({
      alert_id: alertId,
      revision,
      msg_type: msgType,
      state: "draft",
      level: content.level,
      drafted_level: content.level,
      content: canonicalJson(content),
    })
    .execute();

async function rewrite(db: Database, alertId: string, open: Revision, content: AlertContent): Promise<void> {
  const text = canonicalJson(content);
  if (text === open.content) return;
  await db
    .updateTable("alert_revision")
    .set((eb) => ({
      content: text,
      level: content.level,
      drafted_level: eb
        .case()
        .when("drafted_level", "=", "red")
        .then("red" as const)
        .else(content.level)
        .end(),
    }))
    .where("alert_id", "=", alertId)
    .where("revision", "=", open.revision)
    .execute();
}

const discard = (db: Database, alertId: string, revision: number, now: Date) =>
  db
    .updateTable("alert_revision")
    .set({ state: "discarded", closed_at: now, closed_reason: "the last sample behind it was corrected" })
    .where("alert_id", "=", alertId)
    .where("revision", "=", revision)
    .execute();

const callAttention = (db: Database, alertId: string, attention: string) =>
  db.updateTable("alert").set({ attention }).where("id", "=", alertId).execute();
