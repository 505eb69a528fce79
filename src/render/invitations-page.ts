import { html } from "hono/html";
import type { ListedInvitation } from "../domain/invitation.ts";
import { ADDRESS } from "./addresses.ts";
import type { Markup } from "./markup.ts";
import { type SignedInReviewer, reviewerPage } from "./review-layout.ts";
import { sayInstant } from "./say-time.ts";
import type { Site } from "./site.ts";

/** An organisation's invitations, newest first. `said`: what came of the last action; a new link is shown only here and only now. */
export const invitationsPage = (
  site: Site,
  reviewer: SignedInReviewer,
  invitations: readonly ListedInvitation[],
  said: { link?: string; message?: string },
): string =>
  reviewerPage(site, reviewer, {
    title: "Invitations",
    here: ADDRESS.invitations,
    main: html`<h1>Invitations for outreach teams</h1>
      ${said.message === undefined ? "" : html`<p class="notice" role="status">${said.message}</p>`}
      ${said.link === undefined ? "" : newLink(said.link)}
      <p>
        Who subscribes by an invitation also hears of preliminary results, before the public does. No name is
        kept, and not who used which invitation.
      </p>
      ${CREATE}
      <section aria-labelledby="made">
        <h2 id="made">Made so far</h2>
        ${
          invitations.length === 0
            ? html`<p class="empty">None yet.</p>`
            : html`<ul class="lines">
                ${invitations.map(line)}
              </ul>`
        }
      </section>`,
  });

const newLink = (link: string): Markup =>
  html`<section class="notice" role="status" aria-labelledby="link">
    <h2 id="link">The link, shown this once</h2>
    <p><a href="${link}">${link}</a></p>
    <p>Whoever has it can subscribe by it: hand it over in a way that only your team reads.</p>
  </section>`;

const CREATE = html`<form method="post" action="${ADDRESS.invitations}" aria-labelledby="create">
  <h2 id="create">Invite people</h2>
  <div class="field">
    <label for="name">For whom (stays in this list)</label>
    <input id="name" name="name" maxlength="80" />
  </div>
  <div class="field">
    <label for="validDays">Valid for how many days</label>
    <input id="validDays" name="validDays" type="number" min="1" max="90" value="14" required />
  </div>
  <div class="field">
    <label for="mostUses">For how many devices</label>
    <input id="mostUses" name="mostUses" type="number" min="1" max="500" value="20" required />
  </div>
  <div class="end"><button>Make a link</button></div>
</form>`;

const line = (invitation: ListedInvitation): Markup =>
  html`<li>
    <span>${invitation.name ?? "Without a name"}</span>
    <span class="meta"
      >${invitation.uses} of ${invitation.mostUses} devices; ${standing(invitation)}; made
      ${sayInstant(invitation.createdAt)} by ${invitation.createdBy ?? "the operator"}</span
    >
    ${
      invitation.isUsable
        ? html`<form method="post" action="${ADDRESS.revokeInvitation(invitation.id)}">
            <button class="quiet">Revoke</button>
          </form>`
        : ""
    }
  </li>`;

const standing = ({ isUsable, revokedAt, uses, mostUses, expiresAt }: ListedInvitation): string => {
  if (isUsable) return `valid until ${sayInstant(expiresAt)}`;
  if (revokedAt) return `revoked ${sayInstant(revokedAt)}`;
  return uses >= mostUses ? "used up" : `expired ${sayInstant(expiresAt)}`;
};
