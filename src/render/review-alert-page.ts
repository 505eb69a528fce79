import { html } from "hono/html";
import { textIn } from "../domain/alert-content.ts";
import { isOpen } from "../domain/alert-state.ts";
import { type HelpLine, unverifiedHelpLines } from "../domain/help-line.ts";
import type { AlertUnderReview } from "../domain/review.ts";
import { levelBadge } from "./level-badge.ts";
import { publicWasToldOf } from "./review-audience.ts";
import { approvalSection, attentionSection, publishedSection, rejectSection } from "./review-actions.ts";
import { evidenceSection } from "./review-evidence.ts";
import { type SignedInReviewer, reviewerPage } from "./review-layout.ts";
import { pastRevisions } from "./review-past.ts";
import { previewSection } from "./review-preview.ts";
import { unverifiedLines } from "./review-remarks.ts";
import { editForms } from "./review-text.ts";
import type { Site } from "./site.ts";

/**
 * Evidence beside the text, and what the reviewer may do with it. What is being worked on is the open revision;
 * a published one can be withdrawn or updated at the same time. `message` tells how the last action ended. Of the
 * installation's help lines, those for the alert's area that nobody has checked of late are named.
 */
export function reviewAlertPage(
  site: Site,
  reviewer: SignedInReviewer,
  alert: AlertUnderReview,
  now: Date,
  message?: string,
  helpLines: readonly HelpLine[] = [],
): string {
  const open = alert.revisions.find((revision) => isOpen(revision.state));
  const published = alert.revisions.find((revision) => revision.state === "published");
  const shown = open ?? published ?? alert.revisions[0];
  if (!shown) throw new Error(`alert ${alert.alertId} has no revision`);
  const { headline, language } = textIn(shown.content, site.language);
  return reviewerPage(site, reviewer, {
    title: `Review: ${shown.content.substance.name}, ${shown.content.area.name}`,
    main: html`<header>
        <p class="line">
          ${levelBadge(shown.content.level)}
          <span
            >Revision ${shown.revision},
            ${shown.state.replace("-", " ")}${shown.content.audience === "outreach" ? ", for outreach teams" : ""}</span
          >
        </p>
        <h1 lang="${language}">${headline}</h1>
        <nav class="line" aria-label="On this page">
          <a href="#evidence">Evidence</a>
          ${html`<a href="#${open ? "text" : "preview"}">Text</a>`}
          ${open && !alert.isHistory ? html`<a href="#approve">Approve</a>` : ""}
          ${published ? html`<a href="#published">Published</a>` : ""}
        </nav>
      </header>
      ${message === undefined ? "" : html`<p class="notice" role="status">${message}</p>`}
      ${alert.attention === undefined ? "" : attentionSection(alert.alertId, alert.attention, open !== undefined)}
      ${
        alert.isHistory
          ? html`<p class="notice">
              History: the newest result behind this is older than 30 days. It is here to learn from and
              cannot be published.
            </p>`
          : ""
      }
      <div class="review">
        ${evidenceSection(alert, shown, now)}
        <div>
          ${open ? editForms(alert.alertId, open, publicWasToldOf(alert.revisions)) : ""}
          ${open ? unverifiedLines(unverifiedHelpLines(helpLines, now), open.content.area.path) : ""}
          ${previewSection(site, alert.alertId, shown, now)}
          ${open && !alert.isHistory ? approvalSection(alert.alertId, open, reviewer) : ""}
          ${open ? rejectSection(alert.alertId) : ""}
          ${published ? publishedSection(alert.alertId, published, open !== undefined) : ""}
          ${pastRevisions(alert.revisions)}
        </div>
      </div>`,
  });
}
