import { html } from "hono/html";
import { textIn } from "../domain/alert-content.ts";
import { rankOf } from "../domain/level.ts";
import type { QueueEntry } from "../domain/review.ts";
import { ADDRESS } from "./addresses.ts";
import { levelBadge } from "./level-badge.ts";
import type { Markup } from "./markup.ts";
import { type SignedInReviewer, reviewerPage } from "./review-layout.ts";
import { sayDuration } from "./say-time.ts";
import type { Site } from "./site.ts";

/**
 * What waits for a person: highest level first, within a level the one that has waited longest.
 * `historyCount` is how many drafts rest on results too old to alarm anybody; they are listed apart.
 */
export function reviewQueuePage(
  site: Site,
  reviewer: SignedInReviewer,
  entries: readonly QueueEntry[],
  historyCount: number,
  now: Date,
): string {
  const ordered = entries.toSorted(
    (a, b) =>
      rankOf(b.content.level) - rankOf(a.content.level) || a.draftedAt.getTime() - b.draftedAt.getTime(),
  );
  return reviewerPage(site, reviewer, {
    title: `${entries.length} to review`,
    here: ADDRESS.review,
    main: html`<h1>To review</h1>
      ${
        ordered.length === 0
          ? html`<p class="empty">
              Nothing waits for you. New drafts appear here by themselves when you reload.
            </p>`
          : ordered.map((entry) => queueCard(site, entry, now))
      }
      ${
        historyCount === 0
          ? ""
          : html`<p>
              <a href="${ADDRESS.reviewHistory}">${historyCount} from history</a>: results older than 30 days,
              to learn from, not to publish.
            </p>`
      }`,
  });
}

const KINDS: Record<QueueEntry["msgType"], string> = {
  Alert: "New alert",
  Update: "Update of a published alert",
  Cancel: "Withdrawal",
};

const OUTREACH_ONLY = {
  told: "Only outreach teams were told so far. Write the alert for everyone, or withdraw it.",
  draft: "For outreach teams only.",
};

const queueCard = (site: Site, entry: QueueEntry, now: Date): Markup => {
  const { content } = entry;
  const { headline, language } = textIn(content, site.language);
  return html`<article class="card ${content.level}">
    <p class="line">
      ${levelBadge(content.level)}
      <span>${KINDS[entry.msgType]}${entry.isHistory ? ", history" : ""}</span>
    </p>
    <h2 lang="${language}"><a href="${ADDRESS.reviewAlert(entry.alertId)}">${headline}</a></h2>
    ${entry.attention && html`<p class="notice">${entry.attention}</p>`}
    ${content.audience === "outreach" && html`<p class="notice">${OUTREACH_ONLY[entry.state === "published" ? "told" : "draft"]}</p>`}
    <p class="meta">
      ${content.substance.name} · ${content.area.name} ·
      ${content.samples === 1 ? "1 sample" : `${content.samples} samples`}
    </p>
    <p class="meta">
      Waiting for ${sayDuration(now.getTime() - entry.draftedAt.getTime())} · ${entry.approvals} of
      ${entry.approvalsNeeded} ${entry.approvalsNeeded === 1 ? "approval" : "approvals"}
    </p>
  </article>`;
};
