import { Hono } from "hono";
import { parse } from "../domain/parse.ts";
import { Session } from "../domain/session.ts";
import { recordSession } from "../pipeline/record-session.ts";
import type { RecordSamplesDeps } from "../pipeline/record-samples.ts";
import { type Identified, type Identify, requireScope } from "./identify.ts";
import { answerProblem, invalid } from "./problem.ts";
import { readJson } from "./read-body.ts";

const BODY_BYTES = 16 * 1024;

/** POST /v1/sessions: one opening of a drug-checking service. */
export function sessionRoutes(deps: RecordSamplesDeps & { identify: Identify }): Hono<Identified> {
  const app = new Hono<Identified>();
  app.post("/", requireScope(deps.identify, "submit"), async (c) => {
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const session = parse(Session, body.value);
    if (session.outcome === "refused") return answerProblem(c, invalid(session.errors));
    const recorded = await recordSession(deps, c.get("caller").organisationId, session.value);
    switch (recorded.outcome) {
      case "accepted":
        return c.json({ outcome: recorded.outcome, id: recorded.sessionId }, 201);
      case "already-received":
        return c.json({ outcome: recorded.outcome, id: recorded.sessionId }, 200);
      case "conflict":
        return answerProblem(c, {
          status: 409,
          kind: "session-conflict",
          title: "A different session with this id was received before",
          detail: "Both are kept; a person will look at them.",
        });
      case "refused":
        return answerProblem(c, invalid(recorded.errors));
    }
  });
  return app;
}
