import { Hono } from "hono";
import * as z from "zod";
import type { Database } from "../db/open-database.ts";
import { findWebhook } from "../db/own-webhooks.ts";
import { readWebhookDeliveries, replayDelivery } from "../db/webhook-deliveries.ts";
import { webhookMessageId } from "../render/webhook-payload.ts";
import { type Identified, type Identify, requireScope } from "./identify.ts";
import { answerProblem, type Problem } from "./problem.ts";
import { UNKNOWN_WEBHOOK, webhookOf } from "./webhooks.ts";

const NEVER_MEANT: Problem = {
  status: 404,
  kind: "not-found",
  title: "This webhook was never to get this revision",
};
const OVERTAKEN: Problem = {
  status: 409,
  kind: "revision-overtaken",
  title: "This revision no longer holds, and so is not sent again",
  detail: "Read what holds now: GET /v1/alerts/{alertId}.",
};
const INACTIVE: Problem = {
  status: 409,
  kind: "webhook-inactive",
  title: "This webhook gets no alerts",
  detail: "It has not answered its challenge, or has ended.",
};

const Revision = z.object({ alertId: z.uuid(), revision: z.coerce.number().int().min(1).max(1_000_000) });

/** /v1/webhooks/{id}/deliveries: what became of each revision at a webhook of one's own, and sending one again. */
export function webhookDeliveryRoutes(deps: { db: Database; identify: Identify }): Hono<Identified> {
  const app = new Hono<Identified>();
  const guard = requireScope(deps.identify, "webhook");

  app.get("/:id/deliveries", guard, async (c) => {
    const asked = webhookOf(c);
    const own = asked && (await findWebhook(deps.db, asked.organisationId, asked.id));
    if (!own) return answerProblem(c, UNKNOWN_WEBHOOK);
    const deliveries = await readWebhookDeliveries(deps.db, own);
    return c.json({
      deliveries: deliveries.map((one) => ({ webhookId: webhookMessageId(one, own.id), ...one })),
    });
  });

  app.post("/:id/deliveries/:alertId/:revision/replay", guard, async (c) => {
    const asked = webhookOf(c);
    const own = asked && (await findWebhook(deps.db, asked.organisationId, asked.id));
    if (!own) return answerProblem(c, UNKNOWN_WEBHOOK);
    const meant = Revision.safeParse(c.req.param());
    if (!meant.success) return answerProblem(c, NEVER_MEANT);
    if (!own.confirmed_at || own.ended_at) return answerProblem(c, INACTIVE);
    const { alertId, revision } = meant.data;
    const { outcome } = await replayDelivery(deps.db, own, alertId, revision);
    switch (outcome) {
      case "unknown":
        return answerProblem(c, NEVER_MEANT);
      case "overtaken":
        return answerProblem(c, OVERTAKEN);
      case "queued":
        return c.json({ outcome, webhookId: webhookMessageId(meant.data, own.id) }, 202);
    }
  });
  return app;
}
