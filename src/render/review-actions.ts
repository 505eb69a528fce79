import { html } from "hono/html";
import type { RevisionUnderReview } from "../domain/review.ts";
import { ADDRESS } from "./addresses.ts";
import type { Markup } from "./markup.ts";
import type { SignedInReviewer } from "./review-layout.ts";
import { sayInstant } from "./say-time.ts";

const isForOutreach = ({ content }: RevisionUnderReview): boolean => content.audience === "outreach";

/** Who approved exactly this text, how many are still needed, and the button for those who have not. */
export function approvalSection(
  alertId: string,
  revision: RevisionUnderReview,
  reviewer: SignedInReviewer,
): Markup {
  const { approvals, approvalsNeeded } = revision;
  const missing = Math.max(0, approvalsNeeded - approvals.length);
  return html`<section aria-labelledby="approve">
    <h2 id="approve">Approve</h2>
    <p>
      ${approvals.length} of ${approvalsNeeded} ${approvalsNeeded === 1 ? "approval" : "approvals"}.
      ${missing === 1 ? "The next one publishes it." : `${missing} people must approve exactly the same text.`}
      ${isForOutreach(revision) ? "For outreach teams only: the public is not told yet." : ""}
    </p>
    ${
      approvals.length === 0
        ? ""
        : html`<ul class="lines">
            ${approvals.map(({ reviewer: name, at }) => html`<li>${name} <span class="meta">${sayInstant(at)}</span></li>`)}
          </ul>`
    }
    ${
      approvals.some(({ reviewer: name }) => name === reviewer.name)
        ? html`<p class="notice">You have approved this text. Another person must approve it too.</p>`
        : approveForm(alertId, revision, missing)
    }
  </section>`;
}

/** The box has no name: it stops a hurried tap, and there is nothing in it to send. */
const approveForm = (alertId: string, revision: RevisionUnderReview, missing: number): Markup =>
  html`<form method="post" action="${ADDRESS.reviewAction(alertId, "approve")}">
    <input type="hidden" name="contentHash" value="${revision.contentHash}" />
    ${
      revision.content.level === "red"
        ? html`<label class="choice">
            <input type="checkbox" required />
            <span>I have read the evidence</span>
          </label>`
        : ""
    }
    <div class="end">
      <button>
        ${missing > 1 ? "Approve" : isForOutreach(revision) ? "Approve and tell outreach teams" : "Approve and publish"}
      </button>
    </div>
  </form>`;

export const rejectSection = (alertId: string): Markup =>
  html`<section aria-labelledby="reject">
    <h2 id="reject">Reject</h2>
    ${reasonForm(alertId, "reject", "Why is this not an alert?", "Reject this draft")}
  </section>`;

/** A published alert is never edited: it is updated by a new revision, or withdrawn. A withdrawal is final. */
export const publishedSection = (
  alertId: string,
  published: RevisionUnderReview,
  hasOpenRevision: boolean,
): Markup =>
  html`<section aria-labelledby="published">
    <h2 id="published">Published</h2>
    <p>
      Revision ${published.revision} can be read by
      ${isForOutreach(published) ? "outreach teams only" : "everybody"}
      ${published.publishedAt ? `since ${sayInstant(published.publishedAt)}` : ""}${
        published.expiresAt ? `, until ${sayInstant(published.expiresAt)}` : ""
      }.
      ${isForOutreach(published) ? "The public has not been told." : ""}
      <a href="${ADDRESS.alert(alertId)}">See ${isForOutreach(published) ? "their" : "the public"} page</a>
    </p>
    ${published.msgType === "Cancel" ? html`<p class="notice">This alert is withdrawn.</p>` : changeForms(alertId, published, hasOpenRevision)}
  </section>`;

const changeForms = (alertId: string, published: RevisionUnderReview, hasOpenRevision: boolean): Markup =>
  html`${
      hasOpenRevision
        ? ""
        : html`<form method="post" action="${ADDRESS.reviewAction(alertId, "update")}">
            <div class="end">
              <button class="quiet">
                ${isForOutreach(published) ? "Write the alert for everyone" : "Write an update"}
              </button>
              <p class="hint">Opens a new draft. What is published stays until the new text is approved.</p>
            </div>
          </form>`
    }
    <h3>Withdraw</h3>
    <p class="hint">
      One person is enough: stopping something wrong must not wait. Everybody who was told is told again, with
      the reason.
    </p>
    ${reasonForm(alertId, "withdraw", "Why is it withdrawn?", "Withdraw this alert")}`;

/** An alert that calls for attention stays on the queue until somebody changes it or says that it is right as it is. */
export const attentionSection = (alertId: string, attention: string, hasOpenRevision: boolean): Markup =>
  html`<section class="notice" aria-labelledby="attention">
    <h2 id="attention">Look again</h2>
    <p>${attention}</p>
    ${
      hasOpenRevision
        ? html`<p>
            Save the text, changed or not: that takes the new evidence in. It cannot be approved before.
          </p>`
        : reasonForm(alertId, "keep", "If it is right as it is, why?", "Keep it as it is")
    }
  </section>`;

const reasonForm = (
  alertId: string,
  action: "reject" | "withdraw" | "keep",
  question: string,
  button: string,
): Markup =>
  html`<form method="post" action="${ADDRESS.reviewAction(alertId, action)}">
    <div class="field">
      <label for="${action}-reason">${question}</label>
      <textarea id="${action}-reason" name="reason" rows="2" maxlength="300" required></textarea>
    </div>
    <div class="end"><button class="quiet">${button}</button></div>
  </form>`;
