import { html } from "hono/html";
import type { AlertContent } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import type { Markup } from "./markup.ts";
import { LEVEL_WORDS } from "./say-level.ts";
import { sayInstant } from "./say-time.ts";

/** What changed and when, newest first. Nothing for an alert with a single revision. */
export function alertHistory(revisions: readonly PublishedAlert[]): Markup | "" {
  if (revisions.length < 2) return "";
  return html`<section aria-labelledby="history">
    <h2 id="history">History</h2>
    <ol class="lines" reversed>
      ${revisions.map(
        (revision, index) =>
          html`<li>
            <time datetime="${revision.publishedAt.toISOString()}">${sayInstant(revision.publishedAt)}</time>
            <span>${whatHappened(revision, revisions[index + 1])}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

function whatHappened(revision: PublishedAlert, earlier: PublishedAlert | undefined): string {
  if (revision.msgType === "Cancel") return "Withdrawn.";
  const { content } = revision;
  const level = LEVEL_WORDS[content.level].name;
  if (!earlier) return `Published: ${level}.`;
  const changes = changesBetween(earlier.content, content);
  return `Updated: ${changes.length > 0 ? changes.join(", ") : "the text"}.`;
}

function changesBetween(before: AlertContent, after: AlertContent): string[] {
  const changes: string[] = [];
  if (before.level !== after.level)
    changes.push(`${LEVEL_WORDS[before.level].name} became ${LEVEL_WORDS[after.level].name}`);
  if (before.grade !== after.grade) changes.push("how sure it is");
  if (before.samples !== after.samples) changes.push(`${before.samples} became ${after.samples} samples`);
  if (before.appearance !== after.appearance) changes.push("what it looks like");
  return changes;
}
