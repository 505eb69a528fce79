import * as z from "zod";
import { audit } from "../db/audit.ts";
import { evidenceOf } from "../db/evidence.ts";
import { lockRevision } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import { publicWasTold } from "../db/public-was-told.ts";
import { AlertContent, AlertText, Language } from "../domain/alert-content.ts";
import { Audience } from "../domain/audience.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { draftContent } from "../domain/draft-content.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { Level, LEVEL_TERMS } from "../domain/level.ts";
import { lintContent, type TextRemark } from "../domain/lint-text.ts";
import { plainText } from "../domain/plain-text.ts";
import type { Site } from "../render/site.ts";

export const ContentHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be the contentHash that you read, 64 hexadecimal digits");

/** What a reviewer may change: the words, the level, who is told, and how it looks (null takes that out). What was found is evidence, not text. */
export const DraftEdit = z.strictObject({
  contentHash: ContentHash,
  level: Level.optional(),
  audience: Audience.optional(),
  appearance: plainText(300).nullable().optional(),
  texts: z.record(Language, AlertText).optional(),
});
export type DraftEdit = z.infer<typeof DraftEdit>;

export type EditOutcome =
  | { outcome: "edited"; contentHash: string; remarks: TextRemark[] }
  | { outcome: "changed-meanwhile"; contentHash: string }
  | { outcome: "public-was-told" }
  | { outcome: "not-open" };

export interface EditDeps {
  db: Database;
  knowledge: Knowledge;
  site: Site;
  now: () => Date;
}

/**
 * Changes the words of a draft and takes in the evidence as it stands now, so that numbers and dates are never those of an
 * earlier state. Every approval given so far was for other content and no longer counts. Words that cannot be published are
 * saved all the same, and said. Once the public was told of an alert, no revision of it is for outreach teams only.
 */
export async function editDraft(
  { db, knowledge, site, now }: EditDeps,
  reviewerId: string,
  alertId: string,
  edit: DraftEdit,
): Promise<EditOutcome> {
  return db.transaction().execute(async (trx) => {
    const open = await lockRevision(trx, alertId, ["draft", "in-review"]);
    if (!open) return { outcome: "not-open" };
    const contentHash = open.content_hash.toString("hex");
    if (contentHash !== edit.contentHash) return { outcome: "changed-meanwhile", contentHash };

    if (edit.audience === "outreach" && (await publicWasTold(trx, alertId)))
      return { outcome: "public-was-told" };

    const before = AlertContent.parse(JSON.parse(open.content));
    const audience = edit.audience ?? before.audience;
    const level = edit.level ?? before.level;
    const behind = (await evidenceOf(trx, [alertId])).get(alertId);
    const content: AlertContent = {
      ...(behind ? draftContent(behind, knowledge, site.name, now()) : before),
      audience,
      level,
      appearance: edit.appearance === undefined ? before.appearance : (edit.appearance ?? undefined),
      expiresAfterDays: LEVEL_TERMS[level].expiresAfterDays,
      texts: { ...before.texts, ...edit.texts },
    };
    const saved = await trx
      .updateTable("alert_revision")
      .set({
        content: canonicalJson(content),
        level,
        state: "in-review",
        edited_by: reviewerId,
        edited_at: now(),
      })
      .where("alert_id", "=", alertId)
      .where("revision", "=", open.revision)
      .returning("content_hash")
      .executeTakeFirstOrThrow();
    await trx.updateTable("alert").set({ attention: null }).where("id", "=", alertId).execute();
    await audit(trx, `reviewer:${reviewerId}`, "edit", `alert:${alertId}`, {
      revision: open.revision,
      levelBefore: before.level,
      level,
      audience,
    });
    return {
      outcome: "edited",
      contentHash: saved.content_hash.toString("hex"),
      remarks: lintContent(content),
    };
  });
}
