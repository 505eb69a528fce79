import { lookup as resolve } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent, request } from "undici";

/** What the far end answered, or why there is no answer to go by. */
export type Answer =
  | { kind: "answered"; status: number; retryAfter: string | undefined }
  | { kind: "no-answer"; why: string };

export interface HttpSender {
  /** One POST, no redirect followed, at most 15 seconds in all, at most 4 KiB of the answer read. Never throws. */
  post(url: string, headers: Record<string, string>, body: Uint8Array | string): Promise<Answer>;
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
const HEADERS_MS = 10_000;
const TOTAL_MS = 15_000;
const READ_LIMIT_BYTES = 4_096;
/** Connections kept open to one push service. */
const CONNECTIONS_AN_ORIGIN = 32;

class NotPublic extends Error {
  override name = "NotPublic";
}

const isPublic = (address: string): boolean => ipaddr.process(address).range() === "unicast";

/** Resolves a name and refuses every address that is not public, so that no endpoint leads into the operator's own network. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error) callback(error, "", 0);
    else if (!first || !addresses.every(({ address }) => isPublic(address)))
      callback(new NotPublic(`${hostname} is not a public address`), "", 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** Whether the host of a URL is an address literal that is not public; such a host is never looked up. */
const isPrivateLiteral = ({ hostname }: URL): boolean => {
  const literal = hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(literal) && !isPublic(literal);
};

/** `localOrigins`: origins on this machine that the operator named for tests and exercises; only they may be private. */
export function openHttpSender(localOrigins: readonly string[]): HttpSender {
  const common = { headersTimeout: HEADERS_MS, bodyTimeout: TOTAL_MS, connections: CONNECTIONS_AN_ORIGIN };
  const outside = new Agent({ ...common, connect: { timeout: CONNECT_MS, lookup: publicLookup } });
  const local = new Agent({ ...common, connect: { timeout: CONNECT_MS } });

  return {
    async post(url, headers, body) {
      const target = new URL(url);
      const isLocal = localOrigins.includes(target.origin);
      if (!isLocal && isPrivateLiteral(target)) return { kind: "no-answer", why: "not a public address" };
      try {
        const answer = await request(target, {
          method: "POST",
          headers,
          body,
          dispatcher: isLocal ? local : outside,
          signal: AbortSignal.timeout(TOTAL_MS),
        });
        await answer.body.dump({ limit: READ_LIMIT_BYTES }).catch(() => {});
        const retryAfter = answer.headers["retry-after"];
        return {
          kind: "answered",
          status: answer.statusCode,
          retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
        };
      } catch (error) {
        return { kind: "no-answer", why: reasonOf(error) };
      }
    },
    async close() {
      await Promise.all([outside.destroy(), local.destroy()]);
    },
  };
}

/** The kind of fault only: messages of network errors can hold addresses. */
const reasonOf = (error: unknown): string => {
  if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string")
    return error.code;
  return error instanceof Error ? error.name : "unknown fault";
};
