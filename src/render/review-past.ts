import { html } from "hono/html";
import { isOpen } from "../domain/alert-state.ts";
import type { RevisionUnderReview } from "../domain/review.ts";
import type { Markup } from "./markup.ts";
import { LEVEL_WORDS } from "./say-level.ts";
import { sayInstant } from "./say-time.ts";

/** Revisions that are over, newest first, with how each ended. */
export function pastRevisions(revisions: readonly RevisionUnderReview[]): Markup | "" {
  const past = revisions.filter(({ state }) => !isOpen(state) && state !== "published");
  if (past.length === 0) return "";
  return html`<section aria-labelledby="past">
    <h2 id="past">Earlier revisions</h2>
    <ol class="lines" reversed>
      ${past.map(
        (revision) =>
          html`<li>
            <span
              >Revision ${revision.revision}: ${LEVEL_WORDS[revision.content.level].name},
              ${revision.state}</span
            >
            <span class="meta"
              >drafted
              ${sayInstant(revision.draftedAt)}${revision.editedBy ? `, edited by ${revision.editedBy}` : ""}${
                revision.closedReason ? `. Reason: ${revision.closedReason}` : ""
              }</span
            >
          </li>`,
      )}
    </ol>
  </section>`;
}
