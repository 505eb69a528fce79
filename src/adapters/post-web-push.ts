import webpush from "web-push";
import * as z from "zod";
import { type AttemptOutcome, outcomeOfPushAnswer, readRetryAfter } from "../domain/delivery-outcome.ts";
import { LEVEL_TERMS } from "../domain/level.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import type { VapidKey } from "../identity/vapid-keys.ts";
import type { HttpSender } from "./post-once.ts";

const Keys = z.object({ p256dh: z.string(), auth: z.string() });

interface WebPush {
  endpoint: string;
  keys: unknown;
  vapidKey: VapidKey;
  contact: string;
  message: string;
  topic: string;
  alert: PublishedAlert;
}

/** Seconds that a push service may keep the message: never past the alert's own expiry. */
const ttlSeconds = ({ content, expiresAt }: PublishedAlert, now: Date): number =>
  Math.max(
    0,
    Math.min(
      LEVEL_TERMS[content.level].maxTtlSeconds,
      Math.floor((expiresAt.getTime() - now.getTime()) / 1000),
    ),
  );

/** Encrypts one message (RFC 8291) with the `web-push` library and posts it over our own transport, which has a deadline. */
export async function postWebPush(sender: HttpSender, push: WebPush, now: Date): Promise<AttemptOutcome> {
  let details: ReturnType<typeof webpush.generateRequestDetails>;
  try {
    details = webpush.generateRequestDetails(
      { endpoint: push.endpoint, keys: Keys.parse(push.keys) },
      push.message,
      {
        vapidDetails: {
          subject: push.contact,
          publicKey: push.vapidKey.publicKey,
          privateKey: push.vapidKey.privateKey,
        },
        TTL: ttlSeconds(push.alert, now),
        urgency: LEVEL_TERMS[push.alert.content.level].urgency,
        topic: push.topic,
        contentEncoding: "aes128gcm",
      },
    );
  } catch {
    return { outcome: "bug", why: "the message could not be encrypted for this subscription" };
  }
  const headers = Object.fromEntries(
    Object.entries(details.headers).map(([name, value]: [string, string | number]) => [name, `${value}`]),
  );
  const answer = await sender.post(details.endpoint, headers, details.body ?? "");
  if (answer.kind === "no-answer") return { outcome: "unknown", why: answer.why };
  return outcomeOfPushAnswer(
    answer.status,
    new URL(push.endpoint).hostname,
    readRetryAfter(answer.retryAfter, now),
  );
}
