import type { FeedEntry } from "./feed-entry.ts";
import type { FeedHead } from "./feed-head.ts";
import { element, xmlDocument, type XmlNode } from "./xml.ts";

/** Minutes that a reader may keep its copy. Short: an alert that is an hour late is late. */
const TTL_MINUTES = 5;

/**
 * RSS 2.0. A description is HTML inside XML, so its text is escaped for both. What RSS has no element for is told by elements of
 * Atom: when an entry was last changed, the entry before it, its CAP document. Source: RSS Best Practices Profile.
 */
export const rss = (head: FeedHead, entries: readonly FeedEntry[]): string =>
  rssDocument(head, entries.map(item));

/** An RSS 2.0 channel around items that are written already. */
export const rssDocument = (head: FeedHead, items: readonly XmlNode[]): string =>
  xmlDocument(
    element(
      "rss",
      {
        version: "2.0",
        "xmlns:atom": "http://www.w3.org/2005/Atom",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xml:lang": head.language,
      },
      element(
        "channel",
        {},
        element("title", {}, head.title),
        element("link", {}, head.pageUrl),
        element("description", {}, head.description),
        element("language", {}, head.language),
        element("lastBuildDate", {}, head.modifiedAt.toUTCString()),
        element("ttl", {}, String(TTL_MINUTES)),
        element("atom:link", { rel: "self", type: "application/rss+xml", href: head.selfUrl }),
        head.hubUrl === undefined ? undefined : element("atom:link", { rel: "hub", href: head.hubUrl }),
        items,
      ),
    ),
  );

const item = (entry: FeedEntry): XmlNode =>
  element(
    "item",
    { "xml:lang": entry.language },
    element("title", {}, entry.title),
    element("link", {}, entry.url),
    element("guid", { isPermaLink: "false" }, entry.id),
    element("pubDate", {}, entry.publishedAt.toUTCString()),
    element("atom:updated", {}, entry.updatedAt.toISOString()),
    element("dc:creator", {}, entry.sender),
    element("atom:link", { rel: "related", type: "application/cap+xml", href: entry.capUrl }),
    entry.formerIds.slice(0, 1).map((href) => element("atom:link", { rel: "predecessor-version", href })),
    entry.categories.map(({ scheme, term }) => element("category", { domain: scheme }, term)),
    element("description", {}, entry.html),
  );
