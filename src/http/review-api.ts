import { Hono } from "hono";
import * as z from "zod";
import { listConflicts, resolveConflict } from "../db/conflicts.ts";
import { loadAlertUnderReview, loadQueue } from "../db/review-alerts.ts";
import { parse } from "../domain/parse.ts";
import { plainText } from "../domain/plain-text.ts";
import { type Identified, type Identify, requireScope } from "./identify.ts";
import { answerProblem, invalid } from "./problem.ts";
import { readJson } from "./read-body.ts";
import { actOnAlert, REVIEW_ACTIONS, type ReviewAction, type ReviewDeps } from "./review-actions.ts";
import { reviewProblem } from "./review-outcomes.ts";

const BODY_BYTES = 64 * 1024;
const notFound = { status: 404, kind: "not-found", title: "There is no such alert" } as const;

export const QueueQuery = z.strictObject({
  show: z
    .enum(["current", "history"])
    .default("current")
    .describe("history: the drafts whose newest result is older than 30 days."),
});
export const ConflictsQuery = z.strictObject({
  after: z.uuid().optional().describe("The last id of the page before."),
});
export const Resolution = z.strictObject({ resolution: plainText(300) });

const isAction = (text: string): text is ReviewAction => (REVIEW_ACTIONS as readonly string[]).includes(text);

/** /v1/review: the queue, the evidence, and what a reviewer may do. Every route needs the scope "review", which acts for a named person. */
export function reviewApi(
  deps: ReviewDeps & { identify: Identify; afterAction: () => Promise<void> },
): Hono<Identified> {
  const app = new Hono<Identified>();
  app.use(requireScope(deps.identify, "review"));

  app.get("/alerts", async (c) => {
    const show = parse(QueueQuery.shape.show, c.req.query("show"), ["show"]);
    if (show.outcome === "refused") return answerProblem(c, invalid(show.errors));
    return c.json(await loadQueue(deps.db, deps.now(), show.value));
  });

  app.get("/alerts/:id", async (c) => {
    const id = z.uuid().safeParse(c.req.param("id"));
    const alert = id.success ? await loadAlertUnderReview(deps.db, id.data, deps.now()) : undefined;
    return alert ? c.json(alert) : answerProblem(c, notFound);
  });

  app.post("/alerts/:id/:action", async (c) => {
    const id = z.uuid().safeParse(c.req.param("id"));
    const action = c.req.param("action");
    const { reviewer } = c.get("caller");
    if (!id.success || !isAction(action) || !reviewer) return answerProblem(c, notFound);
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const outcome = await actOnAlert(deps, reviewer.id, id.data, action, body.value);
    await deps.afterAction();
    if (outcome.outcome === "refused") return answerProblem(c, invalid(outcome.errors));
    const problem = reviewProblem(outcome);
    return problem ? answerProblem(c, problem) : c.json(outcome);
  });

  app.get("/conflicts", async (c) => {
    const after = parse(ConflictsQuery.shape.after, c.req.query("after"), ["after"]);
    if (after.outcome === "refused") return answerProblem(c, invalid(after.errors));
    const { organisationId } = c.get("caller");
    return c.json({ conflicts: await listConflicts(deps.db, organisationId, after.value) });
  });

  app.post("/conflicts/:id", async (c) => {
    const id = z.uuid().safeParse(c.req.param("id"));
    const { reviewer, organisationId } = c.get("caller");
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const parsed = parse(Resolution, body.value);
    if (parsed.outcome === "refused") return answerProblem(c, invalid(parsed.errors));
    const isResolved =
      id.success && reviewer
        ? await resolveConflict(
            deps.db,
            id.data,
            { id: reviewer.id, organisationId },
            parsed.value.resolution,
            deps.now(),
          )
        : false;
    return isResolved
      ? c.json({ outcome: "resolved" })
      : answerProblem(c, { ...notFound, title: "There is no such open conflict" });
  });
  return app;
}
