import type { AlertEntry } from "../domain/alert-entries.ts";
import { feedEntries } from "../domain/feed-entries.ts";
import type { FeedExtension, FeedName } from "../domain/feed-name.ts";
import type { Snapshot } from "../domain/published-alert.ts";
import { atom } from "./atom.ts";
import { bareListing, capAtom, capListing, capRevisions, capRss } from "./cap-index.ts";
import { bareEntry, feedEntry } from "./feed-entry.ts";
import { feedHead } from "./feed-head.ts";
import { geoJson } from "./geojson.ts";
import { jsonFeed } from "./json-feed.ts";
import { rss } from "./rss.ts";
import type { Site } from "./site.ts";

/** By the extension of an address. */
export const FEED_CONTENT_TYPES: Record<FeedExtension, string> = {
  rss: "application/rss+xml; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
  geojson: "application/geo+json; charset=utf-8",
  "cap.atom": "application/atom+xml; charset=utf-8",
  "cap.rss": "application/rss+xml; charset=utf-8",
};

export interface RenderedFeed {
  body: string;
  contentType: string;
  /** When what it tells last changed; the same whoever renders it, and whenever. */
  modifiedAt: Date;
  /** When the same snapshot would be told otherwise; undefined: not by the clock. */
  changesAt: Date | undefined;
  /** Entries that could not be told and stand in the feed as no more than an address. Anything above 0 is a fault to look into. */
  faults: number;
}

/** A feed in its format, its language and as of `now`. Pure: the same snapshot gives the same bytes until `changesAt`. */
export function renderFeed(site: Site, feed: FeedName, snapshot: Snapshot, now: Date): RenderedFeed {
  const { entries, modifiedAt, changesAt } = feedEntries(snapshot, feed.bucket, now);
  const { body, faults } = write(site, feed, entries, modifiedAt);
  return { body, contentType: FEED_CONTENT_TYPES[feed.extension], modifiedAt, changesAt, faults };
}

function write(site: Site, feed: FeedName, entries: readonly AlertEntry[], modifiedAt: Date) {
  const head = feedHead(site, feed, modifiedAt);
  const { language } = feed;
  const told = () =>
    eachOr(
      entries,
      (entry) => feedEntry(site, language, entry),
      (entry) => bareEntry(site, entry),
    );
  const listed = () =>
    eachOr(
      capRevisions(entries),
      (alert) => capListing(site, language, alert),
      (alert) => bareListing(site, alert),
    );
  switch (feed.extension) {
    case "rss":
      return written(told(), (all) => rss(head, all));
    case "atom":
      return written(told(), (all) => atom(head, all));
    case "json":
      return written(told(), (all) => jsonFeed(site, head, all));
    case "geojson":
      return written(told(), (all) => geoJson(site, head, all));
    case "cap.atom":
      return written(listed(), (all) => capAtom(head, all));
    case "cap.rss":
      return written(listed(), (all) => capRss(head, all));
  }
}

/** One bad entry never drops the rest: what cannot be told is told barely, and counted. */
function eachOr<In, Out>(items: readonly In[], tell: (item: In) => Out, barely: (item: In) => Out) {
  let faults = 0;
  const told = items.map((item) => {
    try {
      return tell(item);
    } catch {
      faults += 1;
      return barely(item);
    }
  });
  return { told, faults };
}

const written = <One>(
  { told, faults }: { told: One[]; faults: number },
  document: (told: readonly One[]) => string,
): { body: string; faults: number } => ({ body: document(told), faults });
