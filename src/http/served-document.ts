/** A document as it lies ready: rendered, compressed and tagged once, for whoever asks. */
export interface ServedDocument {
  contentType: string;
  modifiedAt: Date;
  /** Detached JWS of the plain body. */
  signature: string | undefined;
  plain: Representation;
  gzip?: Representation;
  brotli?: Representation;
}

export interface Representation {
  body: Uint8Array<ArrayBuffer>;
  /** Strong entity tag with its quotes; each encoding has its own. */
  etag: string;
}

/** The headers of a request that decide what it is answered. */
export interface Asked {
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  acceptEncoding: string | undefined;
}

export interface DocumentAnswer {
  status: 200 | 304;
  headers: Record<string, string>;
  /** Undefined when the reader has it already. */
  body: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * A copy is fresh for one to one and a half minutes, not for all readers the same, so that those who came after a push do not all
 * come back at once. It may be shown for five minutes more while a new one is fetched, and for a day when none can be had.
 */
const SHORTEST_FRESH_SECONDS = 60;
const JITTER_SECONDS = 30;

/** Answers with the best encoding that is accepted, or that nothing has changed. Either validator alone is enough; an entity tag, when sent, decides. `random`: in [0, 1). */
export function answerDocument(document: ServedDocument, asked: Asked, random: number): DocumentAnswer {
  const [encoding, { body, etag }] = chooseEncoding(document, asked.acceptEncoding);
  const isKnown = isUnchanged(document, asked);
  const freshSeconds = SHORTEST_FRESH_SECONDS + Math.floor(random * JITTER_SECONDS);
  const headers: Record<string, string> = {
    etag,
    "last-modified": document.modifiedAt.toUTCString(),
    "cache-control": `public, max-age=${freshSeconds}, stale-while-revalidate=300, stale-if-error=86400`,
    vary: "accept-encoding",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag, last-modified, x-jws-signature",
  };
  if (isKnown) return { status: 304, headers, body: undefined };
  if (document.signature !== undefined) headers["x-jws-signature"] = document.signature;
  headers["content-type"] = document.contentType;
  headers["content-length"] = String(body.length);
  if (encoding !== undefined) headers["content-encoding"] = encoding;
  return { status: 200, headers, body };
}

function chooseEncoding(
  { plain, gzip, brotli }: ServedDocument,
  accepted = "",
): [string | undefined, Representation] {
  if (brotli && accepts(accepted, "br")) return ["br", brotli];
  if (gzip && accepts(accepted, "gzip")) return ["gzip", gzip];
  return [undefined, plain];
}

/** Named, and not refused by a weight of 0 (RFC 9110 §12.5.3). */
const accepts = (header: string, encoding: string): boolean =>
  header.split(",").some((one) => {
    const [name = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

function isUnchanged(document: ServedDocument, { ifNoneMatch, ifModifiedSince }: Asked): boolean {
  if (ifNoneMatch !== undefined) {
    const tags = [document.plain, document.gzip, document.brotli].map((one) => one?.etag);
    return ifNoneMatch.split(",").some((one) => {
      const tag = one.trim().replace(/^W\//, "");
      return tag === "*" || tags.includes(tag);
    });
  }
  // Not whether it is older: the time of a feed goes back when its newest entry leaves it, and nobody sends a time of their own.
  return ifModifiedSince === document.modifiedAt.toUTCString();
}
