import type { Context } from "hono";

/** What the edge does not know itself, and passes on. Everything else of the service has to be asked at its own address. */
export const PASSED_ON = [
  "/v1/subscriptions",
  "/v1/subscriptions/*",
  "/v1/alerts/stream",
  "/v1/statistics",
  "/.well-known/jwks.json",
  "/openapi.json",
  "/docs/*",
  "/open-data",
  "/open-data/*",
];

/** What the service needs to know of a request. Cookies and addresses of people are none of it. */
const PASSED_HEADERS = [
  "accept",
  "accept-language",
  "authorization",
  "content-type",
  "content-length",
  "if-modified-since",
  "if-none-match",
  "last-event-id",
  "origin",
  "sec-fetch-site",
];
const PATIENCE_MS = 10_000;
const GATEWAY_FAULTS = 500;

export type OriginAnswer = { outcome: "answered"; response: Response } | { outcome: "unreachable" };

/** Asks the service itself. An answer that is not the service's own, such as a gateway's, counts as none. */
export async function askOrigin(c: Context, originUrl: string): Promise<OriginAnswer> {
  const { method, url, body } = c.req.raw;
  const { pathname, search } = new URL(url);
  const headers = new Headers();
  for (const name of PASSED_HEADERS) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const patience = new AbortController();
  // The first byte must come in time; a stream may then last.
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(originUrl + pathname + search, {
      method,
      headers,
      ...(body ? { body, duplex: "half" as const } : {}),
      redirect: "manual",
      signal: patience.signal,
    });
    const isGateway =
      response.status >= GATEWAY_FAULTS &&
      !response.headers.get("content-type")?.startsWith("application/problem+json");
    if (isGateway) return { outcome: "unreachable" };
    const answer = new Response(response.body, response);
    answer.headers.delete("set-cookie");
    return { outcome: "answered", response: answer };
  } catch {
    return { outcome: "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}
