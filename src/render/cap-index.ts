import type { AlertEntry } from "../domain/alert-entries.ts";
import { textIn } from "../domain/alert-content.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { atomDocument } from "./atom.ts";
import { cleanText } from "./clean-text.ts";
import { capEntryId } from "./entry-id.ts";
import type { FeedHead } from "./feed-head.ts";
import { rssDocument } from "./rss.ts";
import { type Site, statusPrefix } from "./site.ts";
import { element } from "./xml.ts";

/** A CAP document as an index tells it. */
export interface CapListing {
  id: string;
  title: string;
  summary: string;
  url: string;
  language: string;
  sender: string;
  publishedAt: Date;
}

/** Every document behind the entries, one for each revision, newest first. */
export const capRevisions = (entries: readonly AlertEntry[]): PublishedAlert[] =>
  entries
    .flatMap(({ revisions }) => revisions)
    .toSorted(
      (a, b) =>
        b.publishedAt.getTime() - a.publishedAt.getTime() ||
        (a.alertId === b.alertId ? b.revision - a.revision : a.alertId < b.alertId ? -1 : 1),
    );

export function capListing(site: Site, language: string, alert: PublishedAlert): CapListing {
  const text = textIn(alert.content, language);
  return {
    ...bareListing(site, alert),
    title: `${statusPrefix(site)}${alert.msgType}: ${cleanText(text.headline)}`,
    summary: text.push,
    language: text.language,
    sender: cleanText(alert.content.sender) || site.name,
  };
}

/** A document whose alert cannot be told: where it is. */
export const bareListing = (site: Site, alert: PublishedAlert): CapListing => ({
  id: capEntryId(site, alert.alertId, alert.firstPublishedAt, alert.revision),
  title: statusPrefix(site) + alert.msgType,
  summary: "",
  url: site.url + ADDRESS.cap(alert.alertId, alert.revision),
  language: site.language,
  sender: site.name,
  publishedAt: alert.publishedAt,
});

/** An index of CAP documents as alert hubs read them: the link of an entry is the document. */
export const capAtom = (head: FeedHead, listings: readonly CapListing[]): string =>
  atomDocument(
    head,
    listings.map((one) =>
      element(
        "entry",
        { "xml:lang": one.language },
        element("title", {}, one.title),
        element("id", {}, one.id),
        element("published", {}, one.publishedAt.toISOString()),
        element("updated", {}, one.publishedAt.toISOString()),
        element("author", {}, element("name", {}, one.sender)),
        element("link", { rel: "alternate", type: "application/cap+xml", href: one.url }),
        element("summary", { type: "text" }, one.summary),
      ),
    ),
  );

export const capRss = (head: FeedHead, listings: readonly CapListing[]): string =>
  rssDocument(
    head,
    listings.map((one) =>
      element(
        "item",
        { "xml:lang": one.language },
        element("title", {}, one.title),
        element("link", {}, one.url),
        element("guid", { isPermaLink: "false" }, one.id),
        element("pubDate", {}, one.publishedAt.toUTCString()),
        element("dc:creator", {}, one.sender),
        element("description", {}, one.summary),
      ),
    ),
  );
