import { ADDRESS } from "./addresses.ts";
import type { FeedEntry } from "./feed-entry.ts";
import type { FeedHead } from "./feed-head.ts";
import { jsonDocument } from "./json-document.ts";
import type { Site } from "./site.ts";

/** JSON Feed 1.1, with what an alert says as data in the extension `_tocsin` of each item. Source: jsonfeed.org/version/1.1. */
export const jsonFeed = (site: Site, head: FeedHead, entries: readonly FeedEntry[]): string =>
  jsonDocument({
    version: "https://jsonfeed.org/version/1.1",
    title: head.title,
    description: head.description,
    home_page_url: head.pageUrl,
    feed_url: head.selfUrl,
    icon: site.url + ADDRESS.iconPng,
    language: head.language,
    authors: [{ name: head.sender, url: head.pageUrl }],
    hubs: head.hubUrl === undefined ? undefined : [{ type: "WebSub", url: head.hubUrl }],
    _tocsin: {
      about: site.url + ADDRESS.feedCatalogue,
      status: site.status,
      generated: head.modifiedAt,
      count: entries.length,
    },
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      summary: entry.summary,
      content_html: entry.html,
      content_text: entry.text,
      date_published: entry.publishedAt,
      date_modified: entry.updatedAt,
      authors: [{ name: entry.sender }],
      tags: entry.categories.map(({ term }) => term),
      language: entry.language,
      _tocsin: { ...entry.facts, supersedes: entry.formerIds, cap: entry.capUrl },
    })),
  });
