import { Edited, Revised } from "./answers.ts";
import { noticeOf } from "./await-matches.ts";
import { followRevision } from "./follow-revision.ts";
import { analysis } from "./invented-night.ts";
import type { Night } from "./open-night.ts";
import { approveByEach, openDraft, reviewPath, tellDraft } from "./review-alert.ts";
import type { Steps } from "./show-steps.ts";
import type { UserAgent } from "./user-agent.ts";

/** The laboratory confirms what the tent saw: the same alert is drafted anew, put into better words, approved and pushed again. */
export async function correctAlert(
  night: Night,
  phone: UserAgent,
  { sampleId, alertId }: { sampleId: string; alertId: string },
  show: Steps,
): Promise<void> {
  const result = analysis("lc-ms", [
    { substance: "metonitazene" },
    { substance: "caffeine" },
    { substance: "alprazolam", presence: "not-detected" },
  ]);
  const { revision } = await night.tent.post(`/v1/samples/${sampleId}/analyses`, result, Revised);
  show.step("Confirmed: the laboratory's LC-MS result arrives");
  const notice = await noticeOf(night, sampleId, revision);
  if (notice.alertId !== alertId) throw new Error("the confirmation was not taken as news of the same alert");

  const [anna] = night.reviewers;
  const draft = await openDraft(anna, alertId);
  show.step(`Drafted anew: decision “${notice.decision}”, ${notice.reason}`);
  tellDraft(draft, show);

  const drafted = draft.content.texts.en;
  const en = {
    ...drafted,
    headline: "Laboratory confirms metonitazene in tablets sold as alprazolam (Mazowieckie)",
    push: "Lab confirmed: white tablets sold as alprazolam hold metonitazene, an opioid. Mazowieckie. Open for what to do.",
  };
  await anna.post(reviewPath(alertId, "edit"), { contentHash: draft.contentHash, texts: { en } }, Edited);
  show.step(`Corrected: ${anna.name} edits the words`);
  show.detail(en.push, "push");

  const published = await approveByEach(night, alertId, night.reviewers, show);
  await followRevision(night, phone, published, show);
}
