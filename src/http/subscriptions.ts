import { type Context, Hono } from "hono";
import * as z from "zod";
import { askForTest, changeInterest, endSubscription, readSubscription } from "../db/manage-subscription.ts";
import { Interest } from "../domain/interest.ts";
import { parse } from "../domain/parse.ts";
import type { Log } from "../log.ts";
import { confirmSubscription } from "../pipeline/confirm-subscription.ts";
import {
  interestColumns,
  type SubscribeDeps,
  SubscriptionRequest,
  subscribe,
} from "../pipeline/subscribe.ts";
import { answerProblem, invalid, type Problem } from "./problem.ts";
import { readJson } from "./read-body.ts";

const BODY_BYTES = 16 * 1024;
const FLOOD_PAUSE_SECONDS = 60;

/** The same answer for an unknown id and a wrong token, so that nothing can be found out by trying. */
const UNKNOWN: Problem = {
  status: 404,
  kind: "not-found",
  title: "No subscription with this id and management token",
  detail: 'Send the managementToken that you got when subscribing: "Authorization: Bearer …".',
};
const UNCONFIRMED: Problem = {
  status: 404,
  kind: "not-found",
  title: "No subscription with this id and confirmation code",
  detail: "Send the code of the first message, as it stands in notification.data.confirm.",
};
const FLOOD: Problem = {
  status: 503,
  kind: "too-many-new-subscriptions",
  title: "Too many new subscriptions at this moment",
  detail: "Try again in a minute. Alerts are on the pages and in the feeds all the same.",
};
const tooSoon = (seconds: number): Problem => ({
  status: 429,
  kind: "too-soon",
  title: "A test message can be asked for once a minute",
  detail: `Try again in ${seconds} seconds.`,
});

export const Confirmation = z.strictObject({ code: z.string().max(100) });

const credentials = (c: Context): { id: string; token: string } | undefined => {
  const id = z.uuid().safeParse(c.req.param("id"));
  const [, token] = /^Bearer ([\w-]{43})$/i.exec(c.req.header("authorization") ?? "") ?? [];
  return id.success && token !== undefined ? { id: id.data, token } : undefined;
};

const later = (c: Context, seconds: number, problem: Problem): Response => {
  c.header("retry-after", String(seconds));
  return answerProblem(c, problem);
};

/** /v1/subscriptions: no account; a secret token manages one subscription and nothing else. `wake`: the relay, never awaited. */
export function subscriptionRoutes(deps: SubscribeDeps & { wake: () => void; log: Log }): Hono {
  const app = new Hono();

  app.post("/", async (c) => {
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const request = parse(SubscriptionRequest, body.value);
    if (request.outcome === "refused") return answerProblem(c, invalid(request.errors));
    const outcome = await subscribe(deps, request.value);
    if (outcome.outcome === "refused") return answerProblem(c, invalid(outcome.errors));
    if (outcome.outcome === "too-many") {
      deps.log.warn("too many new subscriptions that nobody confirms");
      return later(c, FLOOD_PAUSE_SECONDS, FLOOD);
    }
    deps.wake();
    return c.json({ id: outcome.id, managementToken: outcome.managementToken }, 201);
  });

  app.get("/:id", async (c) => {
    const known = credentials(c);
    const subscription = known && (await readSubscription(deps.db, known.id, known.token));
    return subscription ? c.json(subscription) : answerProblem(c, UNKNOWN);
  });

  app.put("/:id", async (c) => {
    const known = credentials(c);
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const interest = parse(Interest, body.value);
    if (interest.outcome === "refused") return answerProblem(c, invalid(interest.errors));
    const { errors, columns } = interestColumns(interest.value, deps.knowledge, []);
    if (errors.length > 0) return answerProblem(c, invalid(errors));
    const isChanged = known && (await changeInterest(deps.db, known.id, known.token, columns));
    const changed = isChanged ? await readSubscription(deps.db, known.id, known.token) : undefined;
    return changed ? c.json({ outcome: "changed", interest: changed.interest }) : answerProblem(c, UNKNOWN);
  });

  app.delete("/:id", async (c) => {
    const known = credentials(c);
    const isEnded = known && (await endSubscription(deps.db, known.id, known.token));
    return isEnded ? c.body(null, 204) : answerProblem(c, UNKNOWN);
  });

  app.post("/:id/confirm", async (c) => {
    const id = z.uuid().safeParse(c.req.param("id"));
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const confirmation = parse(Confirmation, body.value);
    if (confirmation.outcome === "refused") return answerProblem(c, invalid(confirmation.errors));
    const outcome = id.success && (await confirmSubscription(deps, id.data, confirmation.value.code));
    return outcome && outcome.outcome === "confirmed" ? c.json(outcome) : answerProblem(c, UNCONFIRMED);
  });

  app.post("/:id/test", async (c) => {
    const known = credentials(c);
    const outcome = known && (await askForTest(deps.db, known.id, known.token));
    switch (outcome?.outcome) {
      case undefined:
      case "unknown":
        return answerProblem(c, UNKNOWN);
      case "not-a-browser":
        return answerProblem(c, {
          status: 422,
          kind: "not-a-browser",
          title: "Only browsers are sent test messages",
          detail: "A webhook is challenged by POST /v1/webhooks/{id}/test, with its organisation's key.",
        });
      case "too-soon":
        return later(c, outcome.seconds, tooSoon(outcome.seconds));
      case "asked":
        deps.wake();
        return c.json({ outcome: "sending" }, 202);
    }
  });
  return app;
}
