import { outcomeOfPushAnswer, readRetryAfter, type AttemptOutcome } from "../domain/delivery-outcome.ts";
import type { HttpSender } from "./post-once.ts";

/** One message, encrypted, with what the push service has to know about it (RFC 8030, RFC 8292). */
export interface WebPush {
  endpoint: string;
  /** Of the endpoint, as in `URL.hostname`. */
  hostname: string;
  body: Uint8Array;
  /** `vapid t=…, k=…`. */
  authorization: string;
  ttlSeconds: number;
  urgency: string;
  /** 32 characters, base64url: a message under way with the same topic is replaced. */
  topic: string;
}

/** Posts one message to a push service. Never throws. */
export async function postWebPush(sender: HttpSender, push: WebPush, now: Date): Promise<AttemptOutcome> {
  const headers = {
    "content-type": "application/octet-stream",
    "content-encoding": "aes128gcm",
    authorization: push.authorization,
    ttl: `${push.ttlSeconds}`,
    urgency: push.urgency,
    topic: push.topic,
  };
  const answer = await sender.post(push.endpoint, headers, push.body);
  if (answer.kind === "no-answer") return { outcome: "unknown", why: answer.why };
  const retryAfterSeconds = readRetryAfter(answer.retryAfter, now);
  return outcomeOfPushAnswer({ ...answer, retryAfterSeconds }, push.hostname);
}
