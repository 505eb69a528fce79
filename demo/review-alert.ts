import type * as z from "zod";
import { Approval, UnderReview } from "./answers.ts";
import { until } from "./open-client.ts";
import type { Night, Reviewer } from "./open-night.ts";
import type { Steps } from "./show-steps.ts";

/** A revision that a person has before them. */
export type Draft = z.infer<typeof UnderReview>["revisions"][number];

export const reviewPath = (alertId: string, action?: string): string =>
  `/v1/review/alerts/${alertId}${action === undefined ? "" : `/${action}`}`;

/** The open draft of an alert; asked for until there is one. */
export const openDraft = (reviewer: Reviewer, alertId: string): Promise<Draft> =>
  until("an open draft", async () => {
    const { revisions } = await reviewer.get(reviewPath(alertId), UnderReview);
    const [newest] = revisions;
    return newest?.state === "draft" || newest?.state === "in-review" ? newest : undefined;
  });

/** Tells a draft as the reviewer reads it. */
export function tellDraft(draft: Draft, show: Steps): void {
  const { headline, push } = draft.content.texts.en;
  show.detail(headline, "headline");
  show.detail(push, "push");
  const people = draft.approvalsNeeded === 1 ? "one person" : `${draft.approvalsNeeded} people`;
  show.detail(
    `${draft.content.level}, ${draft.content.grade}; ${people} must approve exactly these words.`,
    "level",
  );
}

/** What the last approval brought about, and when it was sent. */
export interface Published {
  alertId: string;
  revision: number;
  approvalSentAt: Date;
}

/** One person after the other reads the draft and approves it; the last one needed publishes. */
export async function approveByEach(
  night: Night,
  alertId: string,
  reviewers: readonly Reviewer[],
  show: Steps,
): Promise<Published> {
  for (const reviewer of reviewers) {
    const { contentHash } = await openDraft(reviewer, alertId);
    const sentBefore = night.push.log.length;
    const approvalSentAt = new Date();
    const answer = await reviewer.post(reviewPath(alertId, "approve"), { contentHash }, Approval);
    if (answer.outcome === "published") {
      show.step(`Approved by ${reviewer.name}, and so published`);
      return { alertId, revision: answer.revision, approvalSentAt };
    }
    show.step(
      `Approved by ${reviewer.name}: ${answer.approvals} of ${answer.approvalsNeeded}, nothing goes out yet`,
    );
    if (night.push.log.length > sentBefore) throw new Error("something was pushed before the last approval");
  }
  throw new Error("all reviewers have approved and the alert is not published");
}
