import { type Context, Hono } from "hono";
import * as z from "zod";
import { loadAlertUnderReview, loadQueue } from "../db/review-alerts.ts";
import { ADDRESS } from "../render/addresses.ts";
import { messagePage } from "../render/message-page.ts";
import { reviewAlertPage } from "../render/review-alert-page.ts";
import { reviewQueuePage } from "../render/review-queue-page.ts";
import type { Identified, Identify } from "./identify.ts";
import { invitationPages } from "./invitation-pages.ts";
import { readForm } from "./read-form.ts";
import { actOnAlert, REVIEW_ACTIONS, type ReviewAction, type ReviewDeps } from "./review-actions.ts";
import { DONE_MESSAGES, reviewProblem } from "./review-outcomes.ts";

const TEXT_FIELDS = ["headline", "push", "summary", "instruction"] as const;

/** The fields of a form as the API would have them. */
function inputOf(action: ReviewAction, form: Record<string, string>): unknown {
  if (action !== "edit") return form;
  const { contentHash, level, audience, appearance, lang = "en" } = form;
  const text = Object.fromEntries(TEXT_FIELDS.map((name) => [name, form[name]?.replaceAll("\r\n", "\n")]));
  const look = appearance?.trim() === "" ? null : appearance;
  return { contentHash, level, audience, appearance: look, texts: { [lang]: text } };
}

const isAction = (text: string): text is ReviewAction => (REVIEW_ACTIONS as readonly string[]).includes(text);

/** The review screens: plain pages and forms for a signed-in reviewer. */
export function reviewPages(
  deps: ReviewDeps & { identify: Identify; afterAction: () => Promise<void> },
): Hono<Identified> {
  const app = new Hono<Identified>();
  app.use(async (c, next) => {
    const caller = await deps.identify(c);
    if (caller && !(caller.reviewer && caller.scopes.includes("review")))
      return c.html(messagePage(deps.site, "This key cannot review", 'It lacks the scope "review".'), 403);
    if (!caller)
      return c.html(
        messagePage(
          deps.site,
          "Please sign in",
          "Ask your operator for a sign-in link: npx tocsin reviewer link.",
        ),
        401,
      );
    c.set("caller", caller);
    await next();
    return undefined;
  });

  const notFound = (c: Context) =>
    c.html(messagePage(deps.site, "There is no such alert", "Go back to the queue."), 404);

  const showAlert = async (
    c: Context<Identified>,
    id: string,
    message?: string,
    status: 200 | 409 | 422 = 200,
  ) => {
    const { reviewer } = c.get("caller");
    const alert = z.uuid().safeParse(id).success
      ? await loadAlertUnderReview(deps.db, id, deps.now())
      : undefined;
    return alert && reviewer
      ? c.html(
          reviewAlertPage(deps.site, reviewer, alert, deps.now(), message, deps.knowledge.helpLines),
          status,
        )
      : notFound(c);
  };

  app.get("/", async (c) => {
    const { reviewer } = c.get("caller");
    const show = c.req.query("show") === "history" ? "history" : "current";
    const { entries, historyCount } = await loadQueue(deps.db, deps.now(), show);
    return reviewer
      ? c.html(reviewQueuePage(deps.site, reviewer, entries, historyCount, deps.now()))
      : notFound(c);
  });

  app.route("/invitations", invitationPages(deps));

  app.get("/alerts/:id", async (c) =>
    showAlert(c, c.req.param("id"), DONE_MESSAGES[c.req.query("done") ?? ""]),
  );

  app.post("/alerts/:id/:action", async (c) => {
    const { id, action } = c.req.param();
    const { reviewer } = c.get("caller");
    if (!isAction(action) || !z.uuid().safeParse(id).success || !reviewer) return notFound(c);
    const form = await readForm(c);
    if (form.outcome === "refused")
      return c.html(
        messagePage(deps.site, form.problem.title, form.problem.detail ?? ""),
        form.problem.status,
      );
    const outcome = await actOnAlert(deps, reviewer.id, id, action, inputOf(action, form.value));
    await deps.afterAction();
    if (outcome.outcome === "refused")
      return showAlert(
        c,
        id,
        outcome.errors.map(({ pointer, detail }) => `${pointer.split("/").at(-1)} ${detail}`).join(". "),
        422,
      );
    const problem = reviewProblem(outcome);
    if (problem) {
      const said = [
        `${problem.title}.`,
        problem.detail,
        ...(problem.errors ?? []).map(({ detail }) => detail),
      ];
      return showAlert(c, id, said.filter(Boolean).join(" "), problem.status === 422 ? 422 : 409);
    }
    // Redirecting after a change keeps a reload from repeating it.
    return c.redirect(`${ADDRESS.reviewAlert(id)}?done=${outcome.outcome}`, 303);
  });
  return app;
}
