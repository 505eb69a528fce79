import { html } from "hono/html";
import { AUDIENCES, type Audience } from "../domain/audience.ts";
import type { RevisionUnderReview } from "../domain/review.ts";
import type { Markup } from "./markup.ts";

const CHOICES: Record<Audience, { label: string; hint: string }> = {
  public: { label: "Everyone", hint: "subscribers, feeds, the public page" },
  outreach: {
    label: "Outreach teams first",
    hint: "no feed and no list; everyone is told by an update that people approve",
  },
};

export const publicWasToldOf = (revisions: readonly RevisionUnderReview[]): boolean =>
  revisions.some(({ publishedAt, content }) => publishedAt !== undefined && content.audience === "public");

/** Who is told. No choice once the public was told of the alert: it then hears of every change. */
export const audienceChoice = (revision: RevisionUnderReview, publicWasTold: boolean): Markup | "" =>
  publicWasTold
    ? ""
    : html`<fieldset>
        <legend>Who is told</legend>
        ${AUDIENCES.map(
          (audience) =>
            html`<label class="choice">
              <input
                type="radio"
                name="audience"
                value="${audience}"
                ${audience === revision.content.audience ? html`checked` : ""}
              />
              <span>${CHOICES[audience].label} <small>${CHOICES[audience].hint}</small></span>
            </label>`,
        )}
      </fieldset>`;
