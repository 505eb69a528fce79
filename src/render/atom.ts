import type { FeedEntry } from "./feed-entry.ts";
import type { FeedHead } from "./rss.ts";
import { element, xmlDocument } from "./xml.ts";

const instant = (at: Date): string => at.toISOString();

/** Atom 1.0. Source: RFC 4287. */
export function atom(head: FeedHead, entries: readonly FeedEntry[]): string {
  return xmlDocument(
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
      entries.map(atomEntry),
    ),
  );
}

const atomEntry = (entry: FeedEntry) =>
  element(
    "entry",
    { "xml:lang": entry.language },
    element("title", {}, entry.title),
    element("id", {}, entry.id),
    element("published", {}, instant(entry.publishedAt)),
    element("updated", {}, instant(entry.updatedAt)),
    element("author", {}, element("name", {}, entry.sender)),
    element("link", { rel: "alternate", type: "text/html", href: entry.url }),
    entry.categories.map(({ scheme, term, label }) => element("category", { term, scheme, label })),
    element("summary", { type: "text" }, entry.paragraphs.join("\n\n")),
  );
