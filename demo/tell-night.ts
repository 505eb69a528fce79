import { awaitMatches } from "./await-matches.ts";
import { correctAlert } from "./correct-alert.ts";
import { followRevision, MOST_MS_TO_PHONE } from "./follow-revision.ts";
import type { Night } from "./open-night.ts";
import { approveByEach, openDraft, tellDraft } from "./review-alert.ts";
import type { Steps } from "./show-steps.ts";
import { submitResults } from "./submit-results.ts";
import { subscribeFarEnds } from "./subscribe-far-ends.ts";
import { withdrawAlert } from "./withdraw-alert.ts";

/** The night from the first subscription to the last withdrawal, told step by step. Throws when anything is not as it must be. */
export async function tellNight(night: Night, show: Steps): Promise<void> {
  const phone = await subscribeFarEnds(night, show);
  const submitted = await submitResults(night, show);
  const matched = await awaitMatches(night, submitted, show);

  const draft = await openDraft(night.reviewers[0], matched.dangerous);
  const draftedAt = new Date();
  show.step("Drafted: the tablet that is not alprazolam", draftedAt);
  tellDraft(draft, show);
  const published = await approveByEach(night, matched.dangerous, night.reviewers, show);
  const arrived = await followRevision(night, phone, published, show, { namesFeeds: true });

  const { samples, sessionId, submittedAt } = submitted;
  await correctAlert(night, phone, { sampleId: samples.dangerous.id, alertId: matched.dangerous }, show);
  await withdrawAlert(
    night,
    phone,
    { sampleId: samples.strong.id, sessionId, alertId: matched.strong },
    show,
  );

  const row = (from: string, to: string, start: Date, end: Date, note = "") =>
    show.line(
      `  ${from.padEnd(9)} → ${to.padEnd(9)} ${String(end.getTime() - start.getTime()).padStart(6)} ms   ${note}`,
    );
  show.line("\nThe way of the red result (the reviewers are invented and need no time to read)\n");
  row("submitted", "matched", submittedAt, matched.at);
  row("matched", "drafted", matched.at, draftedAt);
  row("drafted", "approved", draftedAt, published.approvalSentAt, `by ${night.reviewers.length} people`);
  row(
    "approved",
    "pushed",
    published.approvalSentAt,
    arrived.pushedAt,
    `must be under ${MOST_MS_TO_PHONE} ms`,
  );
  row(
    "approved",
    "visible",
    published.approvalSentAt,
    arrived.visible.at,
    `in ${arrived.visible.feeds.length} feeds`,
  );
}
