import { XmlDocument } from "libxml2-wasm";
import type { RenderedDocument } from "../http/prepare-document.ts";

/**
 * Reads a document with a parser that we did not write, before it takes the place of the last good one: one character that XML
 * forbids makes a whole feed unreadable. Gives what is wrong, undefined when it can be read.
 */
export function checkDocument({ contentType, body }: RenderedDocument): string | undefined {
  try {
    if (contentType.includes("json")) JSON.parse(body);
    else if (contentType.includes("xml")) XmlDocument.fromString(body).dispose();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "cannot be read";
  }
}
