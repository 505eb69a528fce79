import type { IncomingMessage, ServerResponse } from "node:http";
import type { Hono } from "hono";
import type { DocumentCache } from "./document-cache.ts";
import { answerDocument, type Representation } from "./served-document.ts";

/** Answers a request at once, or leaves it to the app (false). */
export type Shortcut = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What the app puts on every answer, for security. */
export async function headersOfEveryAnswer(app: Hono): Promise<Record<string, string>> {
  const { headers } = await app.request("/livez");
  for (const own of ["content-type", "content-length", "cache-control"]) headers.delete(own);
  return Object.fromEntries(headers);
}

export interface ServeReadyDeps {
  documents: DocumentCache;
  /** What was published last, as far as this process knows; undefined when it has not looked yet. */
  version: () => string | undefined;
  /** What every answer of the app carries, whatever it says. */
  headers: Record<string, string>;
  random: () => number;
}

/**
 * Sends feeds that lie ready without going through the app: after a push everybody comes for them at once, and an answer is
 * no more than a lookup. Whatever is not ready, or is no plain GET or HEAD, goes the ordinary way, which answers the same.
 */
export function serveReady({ documents, version, headers, random }: ServeReadyDeps): Shortcut {
  /** Names and values in turn, as `writeHead` takes them fastest. What has not changed is known with its security headers already. */
  const heads = new WeakMap<Representation, { whole: string[]; unchanged: string[] }>();
  const headsOf = (representation: Representation) => {
    const made = heads.get(representation) ?? {
      whole: flat({ ...headers, ...representation.headers }),
      unchanged: flat(representation.unchangedHeaders),
    };
    heads.set(representation, made);
    return made;
  };
  return ({ method, url, headers: asked }, response) => {
    if ((method !== "GET" && method !== "HEAD") || !url?.startsWith("/feeds/")) return false;
    const current = version();
    const document = current === undefined ? undefined : documents.ready(url, current);
    if (!document) return false;
    const { status, representation, cacheControl } = answerDocument(
      document,
      {
        ifNoneMatch: asked["if-none-match"],
        ifModifiedSince: asked["if-modified-since"],
        acceptEncoding: asked["accept-encoding"]?.toString(),
      },
      random(),
    );
    const { whole, unchanged } = headsOf(representation);
    response.writeHead(status, (status === 200 ? whole : unchanged).concat("cache-control", cacheControl));
    response.end(method === "HEAD" || status === 304 ? undefined : representation.body);
    return true;
  };
}

const flat = (headers: Readonly<Record<string, string>>): string[] => Object.entries(headers).flat();
