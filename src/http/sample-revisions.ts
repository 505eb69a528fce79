import type { Context } from "hono";
import type { RevisionOutcome } from "../pipeline/revise-sample.ts";
import { answerProblem, invalid } from "./problem.ts";

/** What an added analysis or a correction came to, as HTTP. */
export function answerRevision(c: Context, outcome: RevisionOutcome): Response {
  switch (outcome.outcome) {
    case "accepted":
      return c.json(outcome, 201);
    case "already-received":
      return c.json(outcome, 200);
    case "unknown-sample":
      return answerProblem(c, {
        status: 404,
        kind: "not-found",
        title: "Your organisation has no sample with this id",
      });
    case "conflict":
      return answerProblem(c, {
        status: 409,
        kind: `${outcome.kind}-conflict`,
        title: "This id or code means something else already",
        detail: "Both are kept; a person will look at them.",
      });
    case "revision-conflict":
      return answerProblem(c, {
        status: 409,
        kind: "revision-conflict",
        title: "The sample has changed since the revision that this corrects",
        detail: `It is at revision ${outcome.revision} now. Read it again and send the correction with all its analyses. What you sent is kept; a person will look at it.`,
      });
    case "refused":
      return answerProblem(c, invalid(outcome.errors));
  }
}
