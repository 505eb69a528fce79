import { html } from "hono/html";
import { ADDRESS } from "./addresses.ts";
import { navigationLink, wholePage } from "./layout.ts";
import type { Markup } from "./markup.ts";
import type { Site } from "./site.ts";

/** Who is signed in. `name` is written exactly as in the `approvals` and `editedBy` of a revision. */
export interface SignedInReviewer {
  name: string;
}

/** A page for reviewers: says who is signed in and lets them sign out. */
export const reviewerPage = (
  site: Site,
  reviewer: SignedInReviewer,
  parts: { title: string; here?: string; main: Markup },
): string =>
  wholePage(site, {
    ...parts,
    stylesheets: [ADDRESS.stylesheet, ADDRESS.reviewStylesheet],
    navigation: html`${navigationLink(ADDRESS.review, "To review", parts.here)}
    ${navigationLink(ADDRESS.invitations, "Invitations", parts.here)}
    ${navigationLink(ADDRESS.alerts, "Public page", parts.here)}`,
    footer: html`<form class="signed-in" method="post" action="${ADDRESS.signOut}">
      <span>Signed in as ${reviewer.name}</span>
      <button class="quiet">Sign out</button>
    </form>`,
  });
