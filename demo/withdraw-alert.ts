import { Revised, UnderReview, Withdrawn } from "./answers.ts";
import { followRevision } from "./follow-revision.ts";
import { strongTablet } from "./invented-night.ts";
import { until } from "./open-client.ts";
import type { Night } from "./open-night.ts";
import { approveByEach, openDraft, reviewPath, tellDraft } from "./review-alert.ts";
import type { Steps } from "./show-steps.ts";
import type { UserAgent } from "./user-agent.ts";

/** An alert about a strong tablet goes out by one person's approval; then the number turns out to be wrong, and it is withdrawn. */
export async function withdrawAlert(
  night: Night,
  phone: UserAgent,
  { sampleId, sessionId, alertId }: { sampleId: string; sessionId: string; alertId: string },
  show: Steps,
): Promise<void> {
  const [, ben] = night.reviewers;
  show.step("Drafted: the strong tablet");
  tellDraft(await openDraft(ben, alertId), show);
  const published = await approveByEach(night, alertId, [ben], show);
  await followRevision(night, phone, published, show);

  const correction = {
    ...strongTablet(sessionId, 114),
    revision: 1,
    reason: "the balance was set wrong (invented)",
  };
  await night.tent.post(`/v1/samples/${sampleId}/revisions`, correction, Revised);
  show.step("The tent corrects its result: 114 mg, not 214 mg");
  const attention = await until("a word to the reviewers", async () => {
    const alert = await ben.get(reviewPath(alertId), UnderReview);
    return alert.attention;
  });
  show.detail(attention, "review");

  const reason = "the balance was set wrong and the number was too high";
  const approvalSentAt = new Date();
  const { revision } = await ben.post(reviewPath(alertId, "withdraw"), { reason }, Withdrawn);
  show.step(`Withdrawn by ${ben.name}`);
  show.detail(`Reason: ${reason}`);
  await followRevision(night, phone, { alertId, revision, approvalSentAt }, show);
}
