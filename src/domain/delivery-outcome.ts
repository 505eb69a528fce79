/** What one attempt at delivery came to. `unknown`: the far end may or may not have it; sending again is right, because the repeat replaces the first. */
export type AttemptOutcome =
  | { outcome: "accepted" }
  | { outcome: "gone" }
  | { outcome: "ours"; why: string }
  | { outcome: "bug"; why: string }
  | { outcome: "transient"; why: string; retryAfterSeconds: number | undefined }
  | { outcome: "unknown"; why: string };

/**
 * The answer of a push service (RFC 8030), turned into one of our few outcomes.
 * 404 and 410 alone end a subscription; 401 and 403 are our own credentials and end nobody's; Windows' push service
 * says 406 where others say 429. `host` is the parsed hostname of the endpoint.
 */
export function outcomeOfPushAnswer(
  status: number,
  host: string,
  retryAfterSeconds?: number,
): AttemptOutcome {
  const why = `answered ${status}`;
  if (status >= 200 && status < 300) return { outcome: "accepted" };
  if (status === 404 || status === 410) return { outcome: "gone" };
  if (status === 401 || status === 403) return { outcome: "ours", why };
  const throttled = status === 406 && (host === "notify.windows.com" || host.endsWith(".notify.windows.com"));
  if (
    throttled ||
    status === 408 ||
    status === 425 ||
    status === 429 ||
    status >= 500 ||
    (status >= 300 && status < 400)
  )
    return { outcome: "transient", why, retryAfterSeconds };
  return { outcome: "bug", why };
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

/** `Retry-After` as seconds, from either of its two forms, within 1 s and 1 h; undefined when there is none to be understood. */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(1, Math.ceil(seconds))) : undefined;
}

const FIRST_RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 600;

/** Seconds to wait before attempt number `attempts` + 1: full jitter over a doubling window. `random` is in [0, 1). */
export const backoffSeconds = (attempts: number, random: number): number =>
  1 + random * Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.max(0, attempts - 1));
