import { type KnownFeeds, readFeedName } from "../domain/feed-name.ts";
import type { AlertReader, Snapshot } from "../domain/published-alert.ts";
import type { RenderedDocument } from "../http/prepare-document.ts";
import { ADDRESS } from "./addresses.ts";
import { CAP_CONTENT_TYPE, capDocument } from "./cap.ts";
import { feedCatalogue } from "./feed-catalogue.ts";
import { feedsPage } from "./feeds-page.ts";
import { opml, OPML_CONTENT_TYPE } from "./opml.ts";
import { renderFeed } from "./render-feed.ts";
import type { Site } from "./site.ts";

const FEED = "/feeds/";
const CAP = /^\/alerts\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([1-9][0-9]{0,5})\.cap$/;

/** The catalogue changes with a new version of Tocsin only, which nobody here knows the time of. */
const CATALOGUE_MODIFIED_AT = new Date(0);

/** Finds and renders the feed, CAP document or list of feeds at a path of the site; undefined when there is none. Edge-safe. */
export function documentAt({
  site,
  known,
  alerts,
}: {
  site: Site;
  known: KnownFeeds;
  alerts: AlertReader;
}): (path: string, snapshot: Snapshot, now: Date) => Promise<RenderedDocument | undefined> {
  const cap = async (alertId: string, revision: number): Promise<RenderedDocument | undefined> => {
    // What only outreach teams were told is not for hubs.
    const revisions = (await alerts.revisions(alertId)).filter(
      ({ content }) => content.audience === "public",
    );
    const body = capDocument(site, revisions, revision);
    const found = revisions.find((one) => one.revision === revision);
    if (!found || body === undefined) return undefined;
    return { contentType: CAP_CONTENT_TYPE, body, modifiedAt: found.publishedAt, changesAt: undefined };
  };
  const list = (contentType: string, write: typeof feedsPage | typeof opml): RenderedDocument => ({
    contentType,
    body: write(site, feedCatalogue(site, known.areas, known.substanceClasses)),
    modifiedAt: CATALOGUE_MODIFIED_AT,
    changesAt: undefined,
  });
  return async (path, snapshot, now) => {
    if (path === ADDRESS.feedCatalogue) return list("text/html; charset=utf-8", feedsPage);
    if (path === ADDRESS.feedsOpml) return list(OPML_CONTENT_TYPE, opml);
    if (path.startsWith(FEED)) {
      const feed = readFeedName(path.slice(FEED.length), known);
      return feed && renderFeed(site, feed, snapshot, now);
    }
    const [, alertId, revision] = CAP.exec(path) ?? [];
    return alertId && revision ? cap(alertId, Number(revision)) : undefined;
  };
}
