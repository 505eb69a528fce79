import type { Bucket, FeedName } from "../domain/feed-name.ts";
import { bucketPath } from "../domain/feed-name.ts";
import { ADDRESS } from "./addresses.ts";
import { feedWords, type FeedWords } from "./feed-words.ts";
import { type Site, statusPrefix } from "./site.ts";

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
  /** WebSub hub that tells subscribers of a change; undefined where there is none. */
  hubUrl: string | undefined;
  modifiedAt: Date;
}

export function feedHead(site: Site, feed: FeedName, modifiedAt: Date): FeedHead {
  const { bucket, language, extension } = feed;
  const words = feedWords(language);
  const subject = sayBucket(words, bucket);
  const kind = extension.startsWith("cap.") ? `, ${words.capIndex}` : "";
  return {
    title: `${statusPrefix(site)}${site.name} – ${subject}${kind}`,
    description: words.about(subject),
    selfUrl: `${site.url}${ADDRESS.feed(bucketPath(bucket, language, site.language))}.${extension}`,
    pageUrl: site.url + ADDRESS.alerts,
    language,
    sender: site.name,
    hubUrl: site.webSubHub,
    modifiedAt,
  };
}

/** Which alerts a feed tells, in words. */
export function sayBucket(words: FeedWords, bucket: Bucket): string {
  switch (bucket.kind) {
    case "everything":
      return words.everything;
    case "period":
      return `${words.floors[bucket.floor]}, ${words.periods[bucket.period]}`;
    case "region":
    case "substance":
      return bucket.name;
  }
}
