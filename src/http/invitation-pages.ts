import { type Context, Hono } from "hono";
import * as z from "zod";
import { createInvitation, listInvitations, revokeInvitation } from "../db/invitations.ts";
import { InvitationRequest } from "../domain/invitation.ts";
import { parse } from "../domain/parse.ts";
import { ADDRESS } from "../render/addresses.ts";
import { invitationsPage } from "../render/invitations-page.ts";
import { messagePage } from "../render/message-page.ts";
import type { Identified } from "./identify.ts";
import type { InvitationDeps } from "./invitations.ts";
import { readForm } from "./read-form.ts";

/** An empty field of the form is a field that was not sent. */
const inputOf = ({ name = "", validDays, mostUses }: Record<string, string>): unknown => ({
  ...(name.trim() === "" ? {} : { name }),
  ...(validDays ? { validDays: Number(validDays) } : {}),
  ...(mostUses ? { mostUses: Number(mostUses) } : {}),
});

/** The same as /v1/review/invitations, as pages for a signed-in reviewer; whoever mounts it has found out who calls. */
export function invitationPages({ db, site, now }: InvitationDeps): Hono<Identified> {
  const app = new Hono<Identified>();

  const show = async (c: Context<Identified>, said: { link?: string; message?: string } = {}) => {
    const { organisationId, reviewer } = c.get("caller");
    const invitations = await listInvitations(db, organisationId, now());
    return invitationsPage(site, { name: reviewer?.name ?? "" }, invitations, said);
  };

  app.get("/", async (c) => c.html(await show(c)));

  // The link is shown in the answer itself and nowhere else: it cannot be read again.
  app.post("/", async (c) => {
    const form = await readForm(c);
    if (form.outcome === "refused")
      return c.html(messagePage(site, form.problem.title, form.problem.detail ?? ""), form.problem.status);
    const request = parse(InvitationRequest, inputOf(form.value));
    if (request.outcome === "refused") {
      const message = request.errors
        .map(({ pointer, detail }) => `${pointer.split("/").at(-1)} ${detail}`)
        .join(". ");
      return c.html(await show(c, { message }), 422);
    }
    const { organisationId, reviewer } = c.get("caller");
    const by = { organisationId, reviewerId: reviewer?.id ?? null };
    const { token } = await createInvitation(db, by, request.value, now());
    return c.html(await show(c, { link: site.url + ADDRESS.invited(token) }));
  });

  app.post("/:id/revoke", async (c) => {
    const id = z.uuid().safeParse(c.req.param("id"));
    const { organisationId, reviewer } = c.get("caller");
    const by = { organisationId, reviewerId: reviewer?.id ?? null };
    if (id.success) await revokeInvitation(db, id.data, by, now());
    return c.redirect(ADDRESS.invitations, 303);
  });
  return app;
}
