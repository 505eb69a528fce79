import type { Bucket, FeedExtension } from "../../src/domain/feed-name.ts";
import type { PublishedAlert, Snapshot } from "../../src/domain/published-alert.ts";
import { type RenderedFeed, renderFeed } from "../../src/render/render-feed.ts";
import type { Site } from "../../src/render/site.ts";
import { NOW, SITE } from "./invented-alerts.ts";

export const EVERYTHING: Bucket = { kind: "everything" };

interface Asked {
  bucket?: Bucket;
  language?: string;
  site?: Site;
  now?: Date;
}

export const snapshotOf = (alerts: readonly PublishedAlert[], takenAt = NOW): Snapshot => ({
  version: "1",
  takenAt,
  alerts,
});

/** A feed of invented alerts, as it is rendered at `NOW` for everybody in English unless something else is said. */
export const rendered = (
  extension: FeedExtension,
  alerts: readonly PublishedAlert[],
  { bucket = EVERYTHING, language = "en", site = SITE, now = NOW }: Asked = {},
): RenderedFeed => renderFeed(site, { bucket, language, extension }, snapshotOf(alerts), now);
