import { Hono } from "hono";
import * as z from "zod";
import { createInvitation, listInvitations, revokeInvitation } from "../db/invitations.ts";
import type { Database } from "../db/open-database.ts";
import { InvitationRequest } from "../domain/invitation.ts";
import { parse } from "../domain/parse.ts";
import { ADDRESS } from "../render/addresses.ts";
import type { Site } from "../render/site.ts";
import { type Identified, type Identify, requireScope } from "./identify.ts";
import { answerProblem, invalid, type Problem } from "./problem.ts";
import { readJson } from "./read-body.ts";

const BODY_BYTES = 4 * 1024;
const UNKNOWN: Problem = {
  status: 404,
  kind: "not-found",
  title: "Your organisation has no such invitation that could be revoked",
};

export interface InvitationDeps {
  db: Database;
  site: Site;
  now: () => Date;
}

/** /v1/review/invitations: links by which an organisation lets people hear of what outreach teams are told. */
export function invitationRoutes({
  db,
  site,
  now,
  identify,
}: InvitationDeps & { identify: Identify }): Hono<Identified> {
  const app = new Hono<Identified>();
  app.use(requireScope(identify, "review"));

  app.get("/", async (c) =>
    c.json({ invitations: await listInvitations(db, c.get("caller").organisationId, now()) }),
  );

  app.post("/", async (c) => {
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const request = parse(InvitationRequest, body.value);
    if (request.outcome === "refused") return answerProblem(c, invalid(request.errors));
    const { organisationId, reviewer } = c.get("caller");
    const by = { organisationId, reviewerId: reviewer?.id ?? null };
    const { id, token, expiresAt } = await createInvitation(db, by, request.value, now());
    const { mostUses } = request.value;
    return c.json({ id, link: site.url + ADDRESS.invited(token), expiresAt, mostUses }, 201);
  });

  app.delete("/:id", async (c) => {
    const id = z.uuid().safeParse(c.req.param("id"));
    const { organisationId, reviewer } = c.get("caller");
    const by = { organisationId, reviewerId: reviewer?.id ?? null };
    const isRevoked = id.success && (await revokeInvitation(db, id.data, by, now()));
    return isRevoked ? c.body(null, 204) : answerProblem(c, UNKNOWN);
  });
  return app;
}
