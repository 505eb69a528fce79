import type { MiddlewareHandler } from "hono";
import { answerProblem } from "./problem.ts";
import { networkOf } from "./network-of.ts";
import { openTokenBuckets, type TokenBuckets } from "./token-buckets.ts";

/** So many requests at once, and as many again within the window. */
interface Quota {
  name: string;
  requests: number;
  windowSeconds: number;
}

/**
 * Generous on purpose: a laboratory that sends its whole history one by one must pass, and so must a crowd that subscribes from one
 * festival's network after an announcement. What is stopped is a loop that runs wild.
 */
const OF_A_KEY: Quota = { name: "key", requests: 120_000, windowSeconds: 60 };
const OF_A_NETWORK: Quota = { name: "network", requests: 12_000, windowSeconds: 300 };

/**
 * Limits requests by key, and changes to subscriptions, which need no key, by network. Reading what is public is never limited: a
 * crowd behind one address must see a warning. Counted in memory by each process; neither keys nor addresses are kept. The headers
 * are those of draft-ietf-httpapi-ratelimit-headers-10.
 */
export function rateLimit(
  now: () => Date,
  quotas = { key: OF_A_KEY, network: OF_A_NETWORK },
): MiddlewareHandler {
  const keys = openTokenBuckets(quotas.key, now);
  const networks = openTokenBuckets(quotas.network, now);
  return async (c, next) => {
    const [, key] = /^Bearer (tocsin_\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    const isSubscribing =
      c.req.path.startsWith("/v1/subscriptions") && !["GET", "HEAD"].includes(c.req.method);
    const network = isSubscribing ? networkOf(c) : undefined;
    const [quota, buckets, whose]: [Quota, TokenBuckets, string | undefined] = isSubscribing
      ? [quotas.network, networks, network]
      : [quotas.key, keys, key];
    if (whose === undefined) return next();
    const { isTaken, left, resetSeconds, retrySeconds } = buckets.take(whose);
    c.header("ratelimit-policy", `"${quota.name}";q=${quota.requests};w=${quota.windowSeconds}`);
    c.header("ratelimit", `"${quota.name}";r=${left};t=${resetSeconds}`);
    if (isTaken) return next();
    c.header("retry-after", String(retrySeconds));
    return answerProblem(c, {
      status: 429,
      kind: "too-many-requests",
      title: "Too many requests",
      detail: `Nothing of this one was used. Try again in ${retrySeconds} seconds.`,
    });
  };
}
