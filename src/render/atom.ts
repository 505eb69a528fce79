import type { FeedEntry } from "./feed-entry.ts";
import type { FeedHead } from "./feed-head.ts";
import { element, xmlDocument, type XmlNode } from "./xml.ts";

const instant = (at: Date): string => at.toISOString();

/**
 * Atom 1.0 (RFC 4287). An entry that took the place of another names it with the link relation "predecessor-version" (RFC 5829),
 * whose address is the id of that entry; "related" leads to the same revision as a CAP document.
 */
export const atom = (head: FeedHead, entries: readonly FeedEntry[]): string =>
  atomDocument(head, entries.map(atomEntry));

/** An Atom feed around entries that are written already. */
export const atomDocument = (head: FeedHead, entries: readonly XmlNode[]): string =>
  xmlDocument(
    element(
      "feed",
      { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": head.language },
      element("title", {}, head.title),
      element("subtitle", {}, head.description),
      element("id", {}, head.selfUrl),
      element("updated", {}, instant(head.modifiedAt)),
      element("author", {}, element("name", {}, head.sender)),
      element("link", { rel: "self", type: "application/atom+xml", href: head.selfUrl }),
      element("link", { rel: "alternate", type: "text/html", href: head.pageUrl }),
      head.hubUrl === undefined ? undefined : element("link", { rel: "hub", href: head.hubUrl }),
      entries,
    ),
  );

const atomEntry = (entry: FeedEntry): XmlNode =>
  element(
    "entry",
    { "xml:lang": entry.language },
    element("title", {}, entry.title),
    element("id", {}, entry.id),
    element("published", {}, instant(entry.publishedAt)),
    element("updated", {}, instant(entry.updatedAt)),
    element("author", {}, element("name", {}, entry.sender)),
    element("link", { rel: "alternate", type: "text/html", href: entry.url }),
    element("link", { rel: "related", type: "application/cap+xml", href: entry.capUrl }),
    entry.formerIds.slice(0, 1).map((href) => element("link", { rel: "predecessor-version", href })),
    entry.categories.map(({ scheme, term, label }) => element("category", { term, scheme, label })),
    element("summary", { type: "text" }, entry.summary),
    element("content", { type: "html" }, entry.html),
  );
