import { type Context, Hono } from "hono";
import * as z from "zod";
import { askForChallenge, endWebhook, findWebhook, listWebhooks } from "../db/own-webhooks.ts";
import { Interest } from "../domain/interest.ts";
import { parse } from "../domain/parse.ts";
import { makeWebhookSecret, retireFormerSecrets } from "../pipeline/change-webhook-secrets.ts";
import { describeWebhook } from "../pipeline/describe-webhook.ts";
import { type RegisterDeps, registerWebhook } from "../pipeline/register-webhook.ts";
import { type Identified, type Identify, requireScope } from "./identify.ts";
import { answerProblem, invalid, type Problem } from "./problem.ts";
import { readJson } from "./read-body.ts";

const BODY_BYTES = 16 * 1024;
export const WebhookRequest = z.strictObject({ url: z.string(), interest: Interest.prefault({}) });

export const UNKNOWN_WEBHOOK: Problem = {
  status: 404,
  kind: "not-found",
  title: "Your organisation has no webhook with this id",
};
const ENDED: Problem = {
  status: 409,
  kind: "webhook-ended",
  title: "This webhook has ended",
  detail: "Its server answered 410. Register the same address again to bring it back.",
};
const tooSoon = (seconds: number): Problem => ({
  status: 429,
  kind: "too-soon",
  title: "A challenge can be asked for once a minute",
  detail: `Try again in ${seconds} seconds.`,
});
const tooMany = (most: number): Problem => ({
  status: 409,
  kind: "too-many-secrets",
  title: `${most} secrets of this webhook are in use`,
  detail: "Retire the former ones with DELETE …/secrets/former, or wait until they end by themselves.",
});

/** The id of the webhook in the path, and whose it must be. */
export const webhookOf = (c: Context<Identified>): { organisationId: string; id: string } | undefined => {
  const id = z.uuid().safeParse(c.req.param("id"));
  return id.success ? { organisationId: c.get("caller").organisationId, id: id.data } : undefined;
};

/**
 * /v1/webhooks: an organisation's own servers as destinations. The signing secret (Standard Webhooks) is answered once, and so is
 * the token that also manages it at /v1/subscriptions/{id}. Each organisation sees its own only. `wake`: the relay, never awaited.
 */
export function webhookRoutes(
  deps: RegisterDeps & { identify: Identify; wake: () => void },
): Hono<Identified> {
  const app = new Hono<Identified>();
  const guard = requireScope(deps.identify, "webhook");

  app.post("/", guard, async (c) => {
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const request = parse(WebhookRequest, body.value);
    if (request.outcome === "refused") return answerProblem(c, invalid(request.errors));
    const outcome = await registerWebhook(deps, c.get("caller").organisationId, request.value);
    if (outcome.outcome === "refused") return answerProblem(c, invalid(outcome.errors));
    deps.wake();
    const { id, managementToken, secret } = outcome;
    return c.json({ id, managementToken, secret }, 201);
  });

  app.get("/", guard, async (c) => {
    const rows = await listWebhooks(deps.db, c.get("caller").organisationId);
    return c.json({ webhooks: rows.map((row) => describeWebhook(deps.secrets, row, deps.now())) });
  });

  app.get("/:id", guard, async (c) => {
    const asked = webhookOf(c);
    const row = asked && (await findWebhook(deps.db, asked.organisationId, asked.id));
    return row ? c.json(describeWebhook(deps.secrets, row, deps.now())) : answerProblem(c, UNKNOWN_WEBHOOK);
  });

  app.delete("/:id", guard, async (c) => {
    const asked = webhookOf(c);
    const isEnded = asked && (await endWebhook(deps.db, asked.organisationId, asked.id));
    return isEnded ? c.body(null, 204) : answerProblem(c, UNKNOWN_WEBHOOK);
  });

  app.post("/:id/test", guard, async (c) => {
    const asked = webhookOf(c);
    const outcome = asked && (await askForChallenge(deps.db, asked.organisationId, asked.id));
    switch (outcome?.outcome) {
      case undefined:
      case "unknown":
        return answerProblem(c, UNKNOWN_WEBHOOK);
      case "ended":
        return answerProblem(c, ENDED);
      case "too-soon":
        c.header("retry-after", String(outcome.seconds));
        return answerProblem(c, tooSoon(outcome.seconds));
      case "asked":
        deps.wake();
        return c.json({ outcome: "sending" }, 202);
    }
  });

  app.post("/:id/secrets", guard, async (c) => {
    const asked = webhookOf(c);
    const outcome = asked && (await makeWebhookSecret(deps, asked.organisationId, asked.id));
    switch (outcome?.outcome) {
      case undefined:
      case "unknown":
        return answerProblem(c, UNKNOWN_WEBHOOK);
      case "too-many":
        return answerProblem(c, tooMany(outcome.most));
      case "made":
        return c.json({ secret: outcome.secret, formerSignUntil: outcome.formerSignUntil }, 201);
    }
  });

  app.delete("/:id/secrets/former", guard, async (c) => {
    const asked = webhookOf(c);
    const isDone = asked && (await retireFormerSecrets(deps, asked.organisationId, asked.id));
    return isDone ? c.body(null, 204) : answerProblem(c, UNKNOWN_WEBHOOK);
  });
  return app;
}
