import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import * as z from "zod";
import { Interest } from "../domain/interest.ts";
import { parse } from "../domain/parse.ts";
import { type NewDestination, saveSubscription } from "../pipeline/save-subscription.ts";
import { interestColumns, type SubscribeDeps } from "../pipeline/subscribe.ts";
import { type Identified, type Identify, requireScope } from "./identify.ts";
import { answerProblem, invalid } from "./problem.ts";
import { readJson } from "./read-body.ts";

const BODY_BYTES = 16 * 1024;
const WebhookRequest = z.strictObject({ url: z.string().max(1024), interest: Interest.prefault({}) });

const isAcceptable = (text: string, localOrigins: readonly string[]): boolean => {
  const url = URL.parse(text);
  if (!url || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || localOrigins.includes(url.origin);
};

/**
 * POST /v1/webhooks: an organisation's own server as a destination. Answers once with the signing secret (Standard Webhooks)
 * and with the token that manages it at /v1/subscriptions/{id}. Whether the address is public is checked at every connection.
 */
export function webhookRoutes(deps: SubscribeDeps & { identify: Identify }): Hono<Identified> {
  const app = new Hono<Identified>();
  app.post("/", requireScope(deps.identify, "webhook"), async (c) => {
    const body = await readJson(c, BODY_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const request = parse(WebhookRequest, body.value);
    if (request.outcome === "refused") return answerProblem(c, invalid(request.errors));
    const { url, interest } = request.value;
    const { errors, columns } = interestColumns(interest, deps.knowledge);
    if (!isAcceptable(url, deps.localOrigins))
      errors.unshift({ pointer: "#/url", detail: "must be an https address without user name or password" });
    if (errors.length > 0) return answerProblem(c, invalid(errors));
    const secret = `whsec_${randomBytes(32).toString("base64")}`;
    const destination: NewDestination = {
      channel: "webhook",
      pushService: "webhooks",
      organisation_id: c.get("caller").organisationId,
      vapid_key_id: null,
      audience: "outreach",
    };
    const { id, managementToken } = await deps.db
      .transaction()
      .execute((trx) =>
        saveSubscription({ ...deps, db: trx }, destination, { endpoint: url, secret }, columns),
      );
    return c.json({ id, managementToken, secret }, 201);
  });
  return app;
}
