import { html } from "hono/html";
import { textIn } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import type { RevisionUnderReview } from "../domain/review.ts";
import { alertCard } from "./alert-card.ts";
import { instructionList, type Markup, paragraphs } from "./markup.ts";
import { type Site, statusPrefix } from "./site.ts";

const DAY_MS = 86_400_000;

/** The saved text in its three lengths, as people will meet it. */
export function previewSection(
  site: Site,
  alertId: string,
  revision: RevisionUnderReview,
  now: Date,
): Markup {
  const { content } = revision;
  const text = textIn(content, site.language);
  const asPublished: PublishedAlert = {
    alertId,
    revision: revision.revision,
    msgType: revision.msgType,
    state: "published",
    content,
    firstPublishedAt: now,
    publishedAt: now,
    expiresAt: new Date(now.getTime() + content.expiresAfterDays * DAY_MS),
  };
  return html`<section class="previews" aria-labelledby="preview">
    <h2 id="preview">How it will look</h2>
    <p class="hint">As saved. Save the text to see a change here.</p>
    <h3>Notification</h3>
    <div class="push-preview" lang="${text.language}">
      <strong>${statusPrefix(site)}${site.name}</strong>
      <p>${text.push}</p>
    </div>
    <h3>In the list</h3>
    <div inert>${alertCard(site, asPublished, now)}</div>
    <details>
      <summary>On the page</summary>
      <div class="page-preview" lang="${text.language}">
        ${paragraphs(text.summary)}
        <p><strong>What to do now</strong></p>
        ${instructionList(text.instruction)}
      </div>
    </details>
  </section>`;
}
