import * as z from "zod";
import type { Database } from "../db/open-database.ts";
import type { FieldError } from "../domain/field-error.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { parse } from "../domain/parse.ts";
import { plainText } from "../domain/plain-text.ts";
import type { Log } from "../log.ts";
import { approveAlert } from "../pipeline/approve-alert.ts";
import { ContentHash, DraftEdit, editDraft } from "../pipeline/edit-draft.ts";
import { keepAlert } from "../pipeline/keep-alert.ts";
import { rejectAlert } from "../pipeline/reject-alert.ts";
import { updateAlert } from "../pipeline/update-alert.ts";
import { withdrawAlert } from "../pipeline/withdraw-alert.ts";
import type { Site } from "../render/site.ts";
import type { ReviewOutcome } from "./review-outcomes.ts";

export interface ReviewDeps {
  db: Database;
  knowledge: Knowledge;
  site: Site;
  now: () => Date;
  log: Log;
}

export const REVIEW_ACTIONS = ["edit", "approve", "reject", "update", "withdraw", "keep"] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

export const Approval = z.strictObject({ contentHash: ContentHash });
export const Reasoned = z.strictObject({ reason: plainText(300) });
export const Nothing = z.strictObject({});

/** One reviewer's action on one alert; the API and the review screens both come through here. */
export async function actOnAlert(
  deps: ReviewDeps,
  reviewerId: string,
  alertId: string,
  action: ReviewAction,
  input: unknown,
): Promise<ReviewOutcome | { outcome: "refused"; errors: FieldError[] }> {
  switch (action) {
    case "edit": {
      const edit = parse(DraftEdit, input);
      return edit.outcome === "refused" ? edit : editDraft(deps, reviewerId, alertId, edit.value);
    }
    case "approve": {
      const approval = parse(Approval, input);
      return approval.outcome === "refused"
        ? approval
        : approveAlert(deps, reviewerId, alertId, approval.value.contentHash);
    }
    case "reject": {
      const rejection = parse(Reasoned, input);
      return rejection.outcome === "refused"
        ? rejection
        : rejectAlert(deps.db, reviewerId, alertId, rejection.value.reason, deps.now());
    }
    case "update": {
      const nothing = parse(Nothing, input);
      return nothing.outcome === "refused" ? nothing : updateAlert(deps.db, reviewerId, alertId, deps.now());
    }
    case "withdraw": {
      const withdrawal = parse(Reasoned, input);
      return withdrawal.outcome === "refused"
        ? withdrawal
        : withdrawAlert(deps, reviewerId, alertId, withdrawal.value.reason);
    }
    case "keep": {
      const kept = parse(Reasoned, input);
      return kept.outcome === "refused" ? kept : keepAlert(deps.db, reviewerId, alertId, kept.value.reason);
    }
  }
}
