/** A document as it lies ready: rendered, compressed and tagged once, for whoever asks. */
export interface ServedDocument {
  /** As in `Last-Modified`. */
  modifiedAt: string;
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
  /** All headers of its own but for how long it is fresh, in small letters. */
  headers: Readonly<Record<string, string>>;
  /** The same where the reader has it already. */
  unchangedHeaders: Readonly<Record<string, string>>;
}

/** The headers of a request that decide what it is answered. */
export interface Asked {
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  acceptEncoding: string | undefined;
}

export interface DocumentAnswer {
  status: 200 | 304;
  representation: Representation;
  cacheControl: string;
}

/**
 * A copy is fresh for one to one and a half minutes, not for all readers the same, so that those who came after a push do not all
 * come back at once. It may be shown for five minutes more while a new one is fetched, and for a day when none can be had.
 */
const FRESH_FOR = Array.from(
  { length: 30 },
  (_, second) => `public, max-age=${60 + second}, stale-while-revalidate=300, stale-if-error=86400`,
);

/** Answers with the best encoding that is accepted, or that nothing has changed. Either validator alone is enough; an entity tag, when sent, decides. `random`: in [0, 1). */
export function answerDocument(document: ServedDocument, asked: Asked, random: number): DocumentAnswer {
  return {
    status: isUnchanged(document, asked) ? 304 : 200,
    representation: document[encodingFor(asked.acceptEncoding ?? "", document)] ?? document.plain,
    cacheControl: FRESH_FOR[Math.floor(random * FRESH_FOR.length)] ?? "no-cache",
  };
}

type Encoding = "brotli" | "gzip" | "plain";

const encodingFor = (accepted: string, { brotli, gzip }: ServedDocument): Encoding => {
  const { takesBrotli, takesGzip } = readAccepted(accepted);
  if (brotli && takesBrotli) return "brotli";
  return gzip && takesGzip ? "gzip" : "plain";
};

/** What was read of a header; readers send a handful of different ones. */
const known = new Map<string, { takesBrotli: boolean; takesGzip: boolean }>();
const MOST_KNOWN = 200;

function readAccepted(header: string) {
  const seen = known.get(header);
  if (seen) return seen;
  const read = { takesBrotli: accepts(header, "br"), takesGzip: accepts(header, "gzip") };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(header, read);
  return read;
}

/** Named, and not refused by a weight of 0 (RFC 9110 §12.5.3). */
const accepts = (header: string, encoding: string): boolean =>
  header.split(",").some((one) => {
    const [name = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

function isUnchanged(document: ServedDocument, { ifNoneMatch, ifModifiedSince }: Asked): boolean {
  if (ifNoneMatch === undefined)
    // Not whether it is older: the time of a feed goes back when its newest entry leaves it, and nobody sends a time of their own.
    return ifModifiedSince === document.modifiedAt;
  const tags = [document.plain.etag, document.gzip?.etag, document.brotli?.etag];
  if (tags.includes(ifNoneMatch)) return true;
  return ifNoneMatch.split(",").some((one) => {
    const tag = one.trim().replace(/^W\//, "");
    return tag === "*" || tags.includes(tag);
  });
}
