import { lockRevision } from "../db/lock-revision.ts";
import { AlertContent } from "../domain/alert-content.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { inEachLanguage } from "../domain/draft-language.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { refusedWords, type TextRemark } from "../domain/lint-text.ts";
import { substanceNameIn } from "../domain/name-in-language.ts";
import { withdrawalTexts } from "../domain/withdrawal-text.ts";
import type { ApproveDeps } from "./approve-alert.ts";
import { audit } from "../db/audit.ts";
import { publishRevision } from "./publish-revision.ts";

export type WithdrawOutcome =
  | { outcome: "withdrawn"; revision: number }
  | { outcome: "words-refused"; remarks: TextRemark[] }
  | { outcome: "not-published" };

export interface WithdrawDeps extends ApproveDeps {
  knowledge: Knowledge;
}

/**
 * Takes a published alert back, at once and by one person: a withdrawal is a new revision with its own words, published and
 * pushed like any other. A draft that was open for the alert is discarded. Sent twice it is done once, and answered alike.
 * A reason that reads as an all-clear is refused. It is for those who were told: public only when the alert was.
 */
export async function withdrawAlert(
  deps: WithdrawDeps,
  reviewerId: string,
  alertId: string,
  reason: string,
): Promise<WithdrawOutcome> {
  const now = deps.now();
  return deps.db.transaction().execute(async (trx) => {
    const published = await lockRevision(trx, alertId, ["published"]);
    if (!published) return { outcome: "not-published" };
    if (published.msg_type === "Cancel")
      return isSameWithdrawal(published, reviewerId, reason)
        ? { outcome: "withdrawn", revision: published.revision }
        : { outcome: "not-published" };
    const before = AlertContent.parse(JSON.parse(published.content));
    const content: AlertContent = {
      ...before,
      appearance: undefined,
      withdrawnBecause: reason,
      texts: withdrawalTexts(before, namesOf(before, deps.knowledge), reason),
    };
    const remarks = refusedWords(content);
    if (remarks.length > 0) return { outcome: "words-refused", remarks };
    const open = await lockRevision(trx, alertId, ["draft", "in-review"]);
    if (open)
      await trx
        .updateTable("alert_revision")
        .set({
          state: "discarded",
          closed_at: now,
          closed_by: reviewerId,
          closed_reason: "the alert was withdrawn",
        })
        .where("alert_id", "=", alertId)
        .where("revision", "=", open.revision)
        .execute();
    const newest = await lockRevision(trx, alertId, ["published", "discarded"]);
    const revision = (newest?.revision ?? published.revision) + 1;
    const { content_hash } = await trx
      .insertInto("alert_revision")
      .values({
        alert_id: alertId,
        revision,
        msg_type: "Cancel",
        state: "in-review",
        level: published.level,
        drafted_level: published.drafted_level,
        content: canonicalJson(content),
        edited_by: reviewerId,
        edited_at: now,
      })
      .returning("content_hash")
      .executeTakeFirstOrThrow();
    await trx
      .insertInto("approval")
      .values({ alert_id: alertId, revision, reviewer_id: reviewerId, content_hash })
      .execute();
    await publishRevision(trx, alertId, revision, now, "withdrawn");
    await trx.updateTable("alert").set({ attention: null }).where("id", "=", alertId).execute();
    await audit(trx, `reviewer:${reviewerId}`, "withdraw", `alert:${alertId}`, { revision, reason });
    deps.log.info("withdrawing", { alertId, revision });
    return { outcome: "withdrawn", revision };
  });
}

const namesOf = ({ substance, area }: AlertContent, knowledge: Knowledge) =>
  inEachLanguage((language) => ({
    substance: substanceNameIn(language, knowledge, substance.id),
    area: knowledge.areas.nameOf(area.code, language),
  }));

const isSameWithdrawal = (
  published: { content: string; edited_by: string | null },
  reviewerId: string,
  reason: string,
): boolean =>
  published.edited_by === reviewerId &&
  AlertContent.parse(JSON.parse(published.content)).withdrawnBecause === reason;
