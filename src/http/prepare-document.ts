import type { Representation, ServedDocument } from "./served-document.ts";

/** A document as its renderer gives it. */
export interface RenderedDocument {
  contentType: string;
  body: string;
  modifiedAt: Date;
  /** When the same snapshot would be told otherwise; undefined: not by the clock. */
  changesAt: Date | undefined;
  /** Entries that could not be told in full; undefined: none. */
  faults?: number;
}

/** Both encodings that readers ask for. */
export type Compress = (
  body: Uint8Array,
) => Promise<{ gzip: Uint8Array<ArrayBuffer>; brotli: Uint8Array<ArrayBuffer> }>;

const WORTH_COMPRESSING_BYTES = 512;
const encoder = new TextEncoder();

export interface PrepareDeps {
  /** Nothing where whoever stands in front compresses by itself. */
  compress?: Compress | undefined;
  /** A detached JWS; nothing where there is no key to sign with. */
  sign?: ((body: Uint8Array) => string) | undefined;
}

/** Encodes, signs, tags and compresses a document, once for all who will ask for it. */
export async function prepareDocument(
  { body, contentType, modifiedAt }: RenderedDocument,
  { compress, sign }: PrepareDeps,
): Promise<ServedDocument> {
  const bytes = encoder.encode(body);
  const tag = await tagOf(bytes);
  const signature = sign?.(bytes);
  const lastModified = modifiedAt.toUTCString();
  const represent = (packed: Uint8Array<ArrayBuffer>, encoding?: string): Representation => {
    const etag = encoding === undefined ? `"${tag}"` : `"${tag}-${encoding}"`;
    const unchangedHeaders = { etag, vary: "accept-encoding", "access-control-allow-origin": "*" };
    const headers = {
      ...unchangedHeaders,
      "last-modified": lastModified,
      "access-control-expose-headers": "etag, last-modified, x-jws-signature",
      "content-type": contentType,
      "content-length": String(packed.length),
      ...(encoding !== undefined && { "content-encoding": encoding }),
      ...(signature !== undefined && { "x-jws-signature": signature }),
    };
    return { body: packed, etag, headers, unchangedHeaders };
  };
  const document = { modifiedAt: lastModified, signature, plain: represent(bytes) };
  if (!compress || bytes.length < WORTH_COMPRESSING_BYTES) return document;
  const { gzip, brotli } = await compress(bytes);
  return { ...document, gzip: represent(gzip, "gzip"), brotli: represent(brotli, "br") };
}

/** 160 bits of the content's SHA-256, base64url. */
async function tagOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash.subarray(0, 20)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
