import type { LoopbackRequest } from "./loopback-server.ts";
import { verifyVapid } from "./verify-vapid.ts";

/** A message on its way to a user agent, still encrypted. */
export interface PushMessage {
  at: Date;
  ttlSeconds: number;
  urgency: string;
  topic: string | undefined;
  body: Buffer;
}

/** What the push service knows about the subscription that a request is addressed to. */
export interface PushAddressee {
  /** The origins that a VAPID token may be made out to. */
  audiences: readonly string[];
  /** The key that the user agent subscribed with (raw, base64url); undefined takes any. */
  applicationServerKey: string | undefined;
}

/** The message, or the status and reason with which the request is refused. */
export type PushRequestVerdict =
  | { outcome: "acceptable"; message: PushMessage }
  | { outcome: "refused"; status: 400 | 401 | 403 | 413; reason: string };

const BODY_LIMIT_BYTES = 4096;
const TTL_LIMIT_SECONDS = 28 * 24 * 60 * 60;
const URGENCIES = new Set(["very-low", "low", "normal", "high"]);

/** Checks a request to a push endpoint by RFC 8030 (headers), RFC 8291 (encoding, size) and RFC 8292 (VAPID). */
export function checkPushRequest(
  request: LoopbackRequest,
  addressee: PushAddressee,
  now: Date,
): PushRequestVerdict {
  const { headers } = request;
  const vapid = verifyVapid(headers.authorization, { audiences: addressee.audiences, now });
  if (vapid.outcome === "refused") return vapid;
  if (
    addressee.applicationServerKey !== undefined &&
    addressee.applicationServerKey !== vapid.applicationServerKey
  )
    return refuse(403, "signed with another key than the subscription's");

  const ttl = single(headers["ttl"]);
  if (ttl === undefined) return refuse(400, "TTL is missing");
  if (!/^\d+$/.test(ttl)) return refuse(400, `TTL is not a number of seconds: ${ttl}`);
  if (request.bytes > BODY_LIMIT_BYTES)
    return refuse(413, `the body has more than ${BODY_LIMIT_BYTES} bytes`);
  if (request.bytes > 0 && headers["content-encoding"] !== "aes128gcm")
    return refuse(400, "Content-Encoding is not aes128gcm");

  const topic = single(headers["topic"]);
  // Apple decodes the topic, so a length that no base64 text has is refused as well.
  if (topic !== undefined && (!/^[\w-]{1,32}$/.test(topic) || topic.length % 4 === 1))
    return refuse(400, `Topic is not base64url of at most 32 characters: ${topic}`);
  const urgency = single(headers["urgency"]) ?? "normal";
  if (!URGENCIES.has(urgency)) return refuse(400, `Urgency is unknown: ${urgency}`);

  const ttlSeconds = Math.min(Number(ttl), TTL_LIMIT_SECONDS);
  return {
    outcome: "acceptable",
    message: { at: request.at, ttlSeconds, urgency, topic, body: request.body },
  };
}

const refuse = (status: 400 | 403 | 413, reason: string): PushRequestVerdict => ({
  outcome: "refused",
  status,
  reason,
});

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(", ") : value);
