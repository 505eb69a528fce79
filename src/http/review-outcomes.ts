import { pointerTo } from "../domain/field-error.ts";
import { sayRemark, type TextRemark } from "../domain/lint-text.ts";
import type { ApprovalOutcome } from "../pipeline/approve-alert.ts";
import type { EditOutcome } from "../pipeline/edit-draft.ts";
import type { KeepOutcome } from "../pipeline/keep-alert.ts";
import type { RejectOutcome } from "../pipeline/reject-alert.ts";
import type { UpdateOutcome } from "../pipeline/update-alert.ts";
import type { WithdrawOutcome } from "../pipeline/withdraw-alert.ts";
import type { Problem } from "./problem.ts";

export type ReviewOutcome =
  | KeepOutcome
  | ApprovalOutcome
  | EditOutcome
  | RejectOutcome
  | UpdateOutcome
  | WithdrawOutcome;

/** Why a reviewer's action was not done, in words for the API and for the page alike; undefined when it was done. */
export function reviewProblem(outcome: ReviewOutcome): Problem | undefined {
  switch (outcome.outcome) {
    case "published":
    case "approved":
    case "edited":
    case "rejected":
    case "opened":
    case "withdrawn":
    case "kept":
      return undefined;
    case "changed-meanwhile":
      return {
        status: 409,
        kind: "changed-meanwhile",
        title: "The text has changed since you read it",
        detail: "Read it again; an approval counts only for exactly the words that were approved.",
      };
    case "not-open":
      return { status: 409, kind: "not-open", title: "This alert has no open draft" };
    case "is-history":
      return {
        status: 409,
        kind: "is-history",
        title: "The newest result behind this draft is older than 30 days",
        detail: "It is kept to learn from and can no longer be published.",
      };
    case "look-again":
      return {
        status: 409,
        kind: "look-again",
        title: "Something about this alert has changed: look again before you approve",
        detail: `${outcome.attention} Save the text, changed or not: that takes the new evidence in.`,
      };
    case "words-refused":
      return {
        status: 422,
        kind: "words-refused",
        title: "These words cannot be published",
        detail: "Say what was found instead; the rest can stay as it is.",
        errors: outcome.remarks.map((remark) => ({ pointer: pointerOf(remark), detail: sayRemark(remark) })),
      };
    case "public-was-told":
      return {
        status: 422,
        kind: "public-was-told",
        title: "The public was told of this alert, and hears of every change",
        detail: "Publish the update for everybody, or withdraw the alert.",
        errors: [{ pointer: pointerTo(["audience"]), detail: 'must be "public" for this alert' }],
      };
    case "draft-open":
      return {
        status: 409,
        kind: "draft-open",
        title: "A draft of this alert is open",
        detail: "Save its text: that takes the new evidence in.",
      };
    case "already-open":
      return { status: 409, kind: "already-open", title: "An update of this alert is already being written" };
    case "nothing-to-look-at":
      return {
        status: 409,
        kind: "nothing-to-look-at",
        title: "Nothing about this alert calls for attention",
      };
    case "not-published":
      return { status: 409, kind: "not-published", title: "This alert is not published" };
  }
}

const pointerOf = ({ language, field }: TextRemark): string =>
  pointerTo(language === undefined ? [field] : ["texts", language, field]);

/** What was done, for the reviewer who did it; by name only, so that a link cannot put words on the page. */
export const DONE_MESSAGES: Readonly<Record<string, string>> = {
  published: "Published. It is on its way to those whom it is for.",
  approved: "Your approval is recorded. Another person must approve exactly this text.",
  edited:
    "Saved. Approvals given before were for other words and no longer count. What to change still stands beside the text.",
  rejected: "Rejected. The reason is kept.",
  opened: "A new draft is open. The published alert stays until it is approved.",
  kept: "Noted. The alert stays as it is.",
  withdrawn: "Withdrawn. The withdrawal is on its way to everyone who was sent the alert.",
};
