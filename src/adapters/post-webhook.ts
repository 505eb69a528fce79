import { Webhook } from "standardwebhooks";
import { type AttemptOutcome, outcomeOfWebhookAnswer, readRetryAfter } from "../domain/delivery-outcome.ts";
import { isEcho } from "../domain/webhook-challenge.ts";
import type { HttpSender } from "./post-once.ts";

/** One message of a webhook. `secrets`: each signs, so that a receiver who knows any of them can check it. */
export interface WebhookMessage {
  endpoint: string;
  secrets: readonly string[];
  /** The same whenever the same thing is sent again, so that a receiver can tell a repeat. */
  id: string;
  message: string;
}

/** Posts one message, signed as Standard Webhooks says. Never throws. */
export async function postWebhook(
  sender: HttpSender,
  webhook: WebhookMessage,
  now: Date,
): Promise<AttemptOutcome> {
  const answer = await sender.post(webhook.endpoint, headersOf(webhook, now), webhook.message);
  if (answer.kind === "no-answer") return { outcome: "unknown", why: answer.why };
  return outcomeOfWebhookAnswer(answer.status, readRetryAfter(answer.retryAfter, now));
}

/** As `postWebhook`, where only a reply that holds the challenge counts. */
export async function postChallenge(
  sender: HttpSender,
  webhook: WebhookMessage,
  challenge: string,
  now: Date,
): Promise<AttemptOutcome> {
  const wants = { reply: true };
  const answer = await sender.post(webhook.endpoint, headersOf(webhook, now), webhook.message, wants);
  if (answer.kind === "no-answer") return { outcome: "unknown", why: answer.why };
  const outcome = outcomeOfWebhookAnswer(answer.status, readRetryAfter(answer.retryAfter, now));
  if (outcome.outcome !== "accepted" || isEcho(answer.reply ?? "", challenge)) return outcome;
  const why = `answered ${answer.status} without the challenge`;
  return { outcome: "transient", why, retryAfterSeconds: undefined };
}

const headersOf = ({ id, secrets, message }: WebhookMessage, now: Date): Record<string, string> => ({
  "content-type": "application/json",
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
  "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, now, message)).join(" "),
});
