import { hash } from "node:crypto";

/** What came of asking for one token. */
export interface Take {
  isTaken: boolean;
  /** Whole tokens that are left. */
  left: number;
  /** Until the bucket is full again. */
  resetSeconds: number;
  /** Until there is a token. */
  retrySeconds: number;
}

export interface TokenBuckets {
  /** Takes one token from the bucket of whoever it is; every one has a bucket of its own, full at first. */
  take(whose: string): Take;
}

/** More than ask within a few minutes; whoever invents names must not fill the memory. */
const MOST_BUCKETS = 50_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Token buckets in memory: each holds `requests`, and fills up within `windowSeconds`. Names are kept as a hash that is salted
 * anew in each process, so that nothing in memory leads back to a key or a network.
 */
export function openTokenBuckets(
  { requests, windowSeconds }: { requests: number; windowSeconds: number },
  now: () => Date,
): TokenBuckets {
  const perMs = requests / (windowSeconds * 1000);
  const salt = crypto.randomUUID();
  /** Used longest ago first. */
  const buckets = new Map<string, Bucket>();
  return {
    take(whose) {
      const name = hash("sha256", salt + whose, "base64url");
      const atMs = now().getTime();
      const known = buckets.get(name) ?? { tokens: requests, atMs };
      const filled = Math.min(requests, known.tokens + Math.max(0, atMs - known.atMs) * perMs);
      const isTaken = filled >= 1;
      const tokens = isTaken ? filled - 1 : filled;
      buckets.delete(name);
      buckets.set(name, { tokens, atMs });
      const [oldest] = buckets.size > MOST_BUCKETS ? buckets.keys() : [];
      if (oldest !== undefined) buckets.delete(oldest);
      return {
        isTaken,
        left: Math.floor(tokens),
        resetSeconds: Math.ceil((requests - tokens) / perMs / 1000),
        retrySeconds: Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)),
      };
    },
  };
}
