import { type Bucket, bucketPath, feedLanguages } from "../domain/feed-name.ts";
import type { PublishedAlert, Snapshot } from "../domain/published-alert.ts";
import type { Follower } from "./tell-followers.ts";
import { ADDRESS } from "../render/addresses.ts";
import type { Site } from "../render/site.ts";

/** What hubs follow. The feeds of a period and GeoJSON change by the clock too, and have no hub. */
const EXTENSIONS = ["rss", "atom", "json", "cap.atom", "cap.rss"] as const;

/** A hub that passes changes of feeds on to whoever follows them (WebSub, W3C 2018, section 7). */
export const webSubHub = (address: string, site: Site): Follower => ({
  name: "websub-hub",
  address,
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body(snapshot, since) {
    const form = new URLSearchParams({ "hub.mode": "publish" });
    for (const topic of webSubTopics(site, snapshot, since)) form.append("hub.url", topic);
    return form.toString();
  },
});

/** The addresses of the feeds that tell of what was published or ended after `since`, most general first. */
function webSubTopics(site: Site, { alerts, takenAt }: Snapshot, since: Date | undefined): string[] {
  const isNew = ({ publishedAt, expiresAt }: PublishedAlert) =>
    since === undefined || publishedAt > since || (expiresAt > since && expiresAt <= takenAt);
  const told = alerts.filter(isNew).flatMap(bucketsOf);
  const paths = [{ kind: "everything" } as const, ...told].flatMap((bucket) =>
    feedLanguages(site.language).map((language) => bucketPath(bucket, language, site.language)),
  );
  return [...new Set(paths)].flatMap((path) =>
    EXTENSIONS.map((extension) => site.url + ADDRESS.feed(`${path}.${extension}`)),
  );
}

const bucketsOf = ({ content }: PublishedAlert): Bucket[] => [
  ...content.area.path.map((code) => ({ kind: "region" as const, code, name: code })),
  ...content.substanceClasses.map((classId) => ({ kind: "substance" as const, classId, name: classId })),
];
