import * as z from "zod";
import { lockRevision } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import { AlertContent, AlertText, Language } from "../domain/alert-content.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { Level, LEVEL_TERMS } from "../domain/level.ts";
import { audit } from "./audit.ts";

export const ContentHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be the contentHash that you read, 64 hexadecimal digits");

/** What a reviewer may change: the words and the level. What was found is evidence, not text. */
export const DraftEdit = z.strictObject({
  contentHash: ContentHash,
  level: Level.optional(),
  texts: z.record(Language, AlertText).optional(),
});
export type DraftEdit = z.infer<typeof DraftEdit>;

export type EditOutcome =
  | { outcome: "edited"; contentHash: string }
  | { outcome: "changed-meanwhile"; contentHash: string }
  | { outcome: "not-open" };

/** Changes the text of a draft. Every approval given so far was for other words and no longer counts. */
export async function editDraft(
  db: Database,
  reviewerId: string,
  alertId: string,
  edit: DraftEdit,
  now: Date,
): Promise<EditOutcome> {
  return db.transaction().execute(async (trx) => {
    const open = await lockRevision(trx, alertId, ["draft", "in-review"]);
    if (!open) return { outcome: "not-open" };
    const contentHash = open.content_hash.toString("hex");
    if (contentHash !== edit.contentHash) return { outcome: "changed-meanwhile", contentHash };

    const before = AlertContent.parse(JSON.parse(open.content));
    const level = edit.level ?? before.level;
    const content: AlertContent = {
      ...before,
      level,
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
        edited_at: now,
      })
      .where("alert_id", "=", alertId)
      .where("revision", "=", open.revision)
      .returning("content_hash")
      .executeTakeFirstOrThrow();
    await audit(trx, `reviewer:${reviewerId}`, "edit", `alert:${alertId}`, {
      revision: open.revision,
      levelBefore: before.level,
      level,
    });
    return { outcome: "edited", contentHash: saved.content_hash.toString("hex") };
  });
}
