import { type Context, Hono } from "hono";
import * as z from "zod";
import { changeInterest, endSubscription, readSubscription } from "../db/manage-subscription.ts";
import { Interest } from "../domain/interest.ts";
import { parse } from "../domain/parse.ts";
import {
  interestColumns,
  type SubscribeDeps,
  SubscriptionRequest,
  subscribe,
} from "../pipeline/subscribe.ts";
import { answerProblem, invalid, type Problem } from "./problem.ts";
import { readJson } from "./read-body.ts";

const BODY_BYTES = 16 * 1024;

/** The same answer for an unknown id and a wrong token, so that nothing can be found out by trying. */
const UNKNOWN: Problem = {
  status: 404,
  kind: "not-found",
  title: "No subscription with this id and management token",
  detail: 'Send the managementToken that you got when subscribing: "Authorization: Bearer …".',
};

const credentials = (c: Context): { id: string; token: string } | undefined => {
  const id = z.uuid().safeParse(c.req.param("id"));
  const [, token] = /^Bearer ([\w-]{43})$/i.exec(c.req.header("authorization") ?? "") ?? [];
  return id.success && token !== undefined ? { id: id.data, token } : undefined;
};

/** /v1/subscriptions: no account; a secret token manages one subscription and nothing else. */
export function subscriptionRoutes(deps: SubscribeDeps & { now: () => Date }): Hono {
  const app = new Hono();

  app.post("/", async (c) => {
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const request = parse(SubscriptionRequest, body.value);
    if (request.outcome === "refused") return answerProblem(c, invalid(request.errors));
    const outcome = await subscribe(deps, request.value);
    if (outcome.outcome === "refused") return answerProblem(c, invalid(outcome.errors));
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
    return isChanged ? c.json({ outcome: "changed", interest: interest.value }) : answerProblem(c, UNKNOWN);
  });

  app.delete("/:id", async (c) => {
    const known = credentials(c);
    const isEnded = known && (await endSubscription(deps.db, known.id, known.token));
    return isEnded ? c.body(null, 204) : answerProblem(c, UNKNOWN);
  });
  return app;
}
