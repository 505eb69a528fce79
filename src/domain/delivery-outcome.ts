/**
 * What one attempt at delivery came to. `why` is for operators and holds nothing of the message, the address or the reply's text.
 * - `accepted`: the push service has taken the message. Not: the device has shown it.
 * - `gone`: the subscription is over. Nothing else ends one.
 * - `ours`: our credentials are refused. Not the subscription's fault, and so not an attempt at it.
 * - `key-mismatch`: the subscription was made for another application server key; only its holder can mend that.
 * - `too-large`: a shorter message may pass; within one attempt it is tried once.
 * - `bug`: our request was wrong, and would be so again.
 * - `throttled`: later, and more slowly, please.
 * - `transient`: later.
 * - `unknown`: the far end may or may not have it. Sending again is right, because the repeat replaces the first.
 */
export type AttemptOutcome =
  | { outcome: "accepted" }
  | { outcome: "gone" }
  | { outcome: "ours" | "key-mismatch" | "too-large" | "bug" | "unknown"; why: string }
  | { outcome: "throttled" | "transient"; why: string; retryAfterSeconds: number | undefined };

/** What a push service answered. `reason`: how its reply's text begins, empty when it has none. */
export interface PushAnswer {
  status: number;
  retryAfterSeconds?: number | undefined;
  reason: string;
}

/**
 * How push services say that a subscription was made for another key, where others of the same origin are still well.
 * FCM: 403 (web-push-libs/webpush-java#212, and an older wording). Mozilla: 401 (mozilla-services/autopush-rs, vapid.rs).
 * Apple: 400, by some reports 403, as senders in the wild have it. Windows' has no words for it that are known to us.
 */
const KEY_MISMATCH = /not correspond to the|VAPID public key mismatch|VapidPkHashMismatch/i;

const isWindows = (host: string) => host === "notify.windows.com" || host.endsWith(".notify.windows.com");

/**
 * The answer of a push service (RFC 8030) as one of our few outcomes. Source of the table: reliability-security, section 2.1.
 * Nothing but 404 and 410 ends a subscription. Windows' push service says 406 where others say 429.
 * `host`: the parsed hostname of the endpoint.
 */
export function outcomeOfPushAnswer(answer: PushAnswer, host: string): AttemptOutcome {
  const { status, retryAfterSeconds, reason } = answer;
  const why = `answered ${status}`;
  if (status >= 200 && status < 300) return { outcome: "accepted" };
  if (status === 404 || status === 410) return { outcome: "gone" };
  if ((status === 400 || status === 401 || status === 403) && KEY_MISMATCH.test(reason))
    return { outcome: "key-mismatch", why: `${why}: made for another key` };
  if (status === 401 || status === 403) return { outcome: "ours", why };
  if (status === 413) return { outcome: "too-large", why };
  const isThrottled =
    status === 429 ||
    (status === 406 && isWindows(host)) ||
    (status === 503 && retryAfterSeconds !== undefined);
  if (isThrottled) return { outcome: "throttled", why, retryAfterSeconds };
  const isOtherOfOurs = status >= 400 && status < 500 && status !== 408 && status !== 425;
  return isOtherOfOurs ? { outcome: "bug", why } : { outcome: "transient", why, retryAfterSeconds };
}

/**
 * The answer of a webhook. Only 410 ends it: receivers are servers that people set up, move and break, and a 404 or a 401
 * of today is mended tomorrow. All but 2xx is tried again.
 */
export function outcomeOfWebhookAnswer(status: number, retryAfterSeconds?: number): AttemptOutcome {
  if (status >= 200 && status < 300) return { outcome: "accepted" };
  if (status === 410) return { outcome: "gone" };
  return { outcome: "transient", why: `answered ${status}`, retryAfterSeconds };
}

/** `Retry-After` (RFC 9110) as seconds, from either of its two forms, within 1 s and 1 h; undefined when there is none to be understood. */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  const seconds = /^\d+$/.test(text) ? Number(text) : (readHttpDate(text) - now.getTime()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(3600, Math.max(1, Math.ceil(seconds)));
}

/** Milliseconds since 1970 of any of the three forms of an HTTP date. All are in GMT; the oldest does not say so. */
const readHttpDate = (text: string): number =>
  /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) : Number.NaN;

/** Who asks for a pause gets at least that, spread a little so that not all come back in the same second. `random` is in [0, 1). */
export const pauseSeconds = (asked: number, random: number): number => asked + random * Math.min(5, asked);

/** The longest pause after throttles that do not say how long. */
const LONGEST_PAUSE_SECONDS = 60;

/** How long to leave a push service alone after so many rounds of throttles in a row, none of which said how long. */
export const unaskedPauseSeconds = (throttles: number, random: number): number =>
  1 + random * Math.min(LONGEST_PAUSE_SECONDS, 2 ** throttles);

const FIRST_RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 600;

/** Seconds to wait before attempt number `attempts` + 1: full jitter over a doubling window. `random` is in [0, 1). */
export const backoffSeconds = (attempts: number, random: number): number =>
  1 + random * Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.max(0, attempts - 1));
