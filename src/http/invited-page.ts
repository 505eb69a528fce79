import { Hono } from "hono";
import { invitingOrganisation } from "../db/invitations.ts";
import type { Database } from "../db/open-database.ts";
import { InvitationToken } from "../domain/invitation.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { Site } from "../render/site.ts";
import { subscribePage } from "../render/subscribe-page.ts";

export interface InvitedPageDeps {
  db: Database;
  site: Site;
  knowledge: Knowledge;
  vapidPublicKey: string;
  now: () => Date;
}

/** A page with a secret in its address: for no cache and no search engine. */
const FOR_ITS_HOLDER = { "cache-control": "private, no-store", "x-robots-tag": "noindex" };

/** GET /subscribe with an invitation; without one the public page answers. Opening it does not use the invitation. */
export function invitedPage({ db, site, knowledge, vapidPublicKey, now }: InvitedPageDeps): Hono {
  const app = new Hono();
  app.get("/subscribe", async (c, next) => {
    const asked = c.req.query("invitation");
    if (asked === undefined) return next();
    const token = InvitationToken.safeParse(asked);
    const organisation = token.success ? await invitingOrganisation(db, token.data, now()) : undefined;
    const invited =
      token.success && organisation !== undefined ? { organisation, token: token.data } : "unusable";
    const classes = knowledge.catalogue.classesOfInterest();
    const page = subscribePage(site, vapidPublicKey, knowledge.areas.all(), classes, invited);
    return c.html(page, invited === "unusable" ? 404 : 200, FOR_ITS_HOLDER);
  });
  return app;
}
