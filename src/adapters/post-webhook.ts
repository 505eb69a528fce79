import { Webhook } from "standardwebhooks";
import { type AttemptOutcome, outcomeOfWebhookAnswer, readRetryAfter } from "../domain/delivery-outcome.ts";
import type { HttpSender } from "./post-once.ts";

/** Posts one message signed as Standard Webhooks says. The id is the same on every retry, so that a receiver can tell a repeat. */
export async function postWebhook(
  sender: HttpSender,
  webhook: { endpoint: string; secret: string; id: string; message: string },
  now: Date,
): Promise<AttemptOutcome> {
  const headers = {
    "content-type": "application/json",
    "webhook-id": webhook.id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": new Webhook(webhook.secret).sign(webhook.id, now, webhook.message),
  };
  const answer = await sender.post(webhook.endpoint, headers, webhook.message);
  if (answer.kind === "no-answer") return { outcome: "unknown", why: answer.why };
  return outcomeOfWebhookAnswer(answer.status, readRetryAfter(answer.retryAfter, now));
}
