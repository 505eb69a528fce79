import { html } from "hono/html";
import type { FeedEntry } from "./feed-entry.ts";
import { markupText } from "./markup.ts";
import { element, xmlDocument } from "./xml.ts";

/** What a feed says of itself, whatever its format. */
export interface FeedHead {
  title: string;
  description: string;
  /** Address of the feed itself. */
  selfUrl: string;
  /** Page that the feed belongs to. */
  pageUrl: string;
  language: string;
  sender: string;
  modifiedAt: Date;
}

/** Minutes that a reader may keep its copy. Short: an alert that is an hour late is late. */
const TTL_MINUTES = 5;

/** RSS 2.0. A description is HTML inside XML, so its text is escaped for both. Source: RSS Best Practices Profile. */
export function rss(head: FeedHead, entries: readonly FeedEntry[]): string {
  return xmlDocument(
    element(
      "rss",
      { version: "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom", "xml:lang": head.language },
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
        entries.map(item),
      ),
    ),
  );
}

const item = (entry: FeedEntry) =>
  element(
    "item",
    { "xml:lang": entry.language },
    element("title", {}, entry.title),
    element("link", {}, entry.url),
    element("guid", { isPermaLink: "false" }, entry.id),
    element("pubDate", {}, entry.publishedAt.toUTCString()),
    entry.categories.map(({ scheme, term }) => element("category", { domain: scheme }, term)),
    element(
      "description",
      {},
      entry.paragraphs.map((paragraph) => markupText(html`<p>${paragraph}</p>`)).join(""),
    ),
  );
