import type { AreaTree } from "./area.ts";
import { DRAFT_LANGUAGES } from "./draft-language.ts";
import { type Level, LEVELS } from "./level.ts";
import type { SubstanceClass } from "./substance.ts";

/** Days that a period looks back. A month has thirty. */
export const PERIOD_DAYS = { day: 1, week: 7, month: 30 } as const;
export type Period = keyof typeof PERIOD_DAYS;
export const PERIODS: readonly Period[] = ["day", "week", "month"];

/** How an address ends: RSS 2.0, Atom 1.0, JSON Feed 1.1, GeoJSON, and the indexes of CAP documents. */
export const FEED_EXTENSIONS = ["rss", "atom", "json", "geojson", "cap.atom", "cap.rss"] as const;
export type FeedExtension = (typeof FEED_EXTENSIONS)[number];

/** "all" is every level; any other means that level or graver. */
export const FLOORS = ["all", ...LEVELS] as const;

/** Which alerts a feed tells. */
export type Bucket =
  | { kind: "everything" }
  | { kind: "period"; floor: Level | "all"; period: Period }
  | { kind: "region"; code: string; name: string }
  | { kind: "substance"; classId: string; name: string };

export interface FeedName {
  bucket: Bucket;
  /** Two letters. */
  language: string;
  extension: FeedExtension;
}

/** What there can be feeds of. */
export interface KnownFeeds {
  /** The site's own language, which addresses do not name. */
  language: string;
  areas: AreaTree;
  substanceClasses: readonly SubstanceClass[];
}

/** Every language in which feeds are written: the site's own, and those that the machine drafts in. */
export const feedLanguages = (own: string): string[] => [...new Set([own, ...DRAFT_LANGUAGES])];

const PATH = new RegExp(
  `^(?:(?<language>[a-z]{2})/)?(?:(?<everything>alerts)|(?<floor>${FLOORS.join("|")})-(?<period>${PERIODS.join("|")})` +
    `|region/(?<code>[A-Z0-9-]+)|substance/(?<classId>[a-z0-9-]+))` +
    `\\.(?<extension>${FEED_EXTENSIONS.map((one) => one.replace(".", "\\.")).join("|")})$`,
);

/**
 * Which feed a path below /feeds/ means: "region/PL-14.atom", or "pl/red-week.json" in a language that is not the site's own. A
 * feed has one address, so nothing else is understood: not another case, not the site's own language, not an unknown area or class.
 */
export function readFeedName(path: string, known: KnownFeeds): FeedName | undefined {
  const parts = PATH.exec(path)?.groups;
  if (!parts || parts["language"] === known.language) return undefined;
  const language = parts["language"] ?? known.language;
  if (!feedLanguages(known.language).includes(language)) return undefined;
  const bucket = bucketOf(parts, known, language);
  return bucket && { bucket, language, extension: parts["extension"] as FeedExtension };
}

function bucketOf(
  { everything, floor, period, code, classId }: Record<string, string | undefined>,
  { areas, substanceClasses }: KnownFeeds,
  language: string,
): Bucket | undefined {
  if (everything !== undefined) return { kind: "everything" };
  if (floor !== undefined) return { kind: "period", floor: floor as Level | "all", period: period as Period };
  if (code !== undefined)
    return areas.path(code).length === 0
      ? undefined
      : { kind: "region", code, name: areas.nameOf(code, language) };
  const found = substanceClasses.find(({ id }) => id === classId);
  return found && { kind: "substance", classId: found.id, name: found.name };
}

/** The path below /feeds/ at which a feed lives, without its extension. */
export function bucketPath(bucket: Bucket, language: string, ownLanguage: string): string {
  return (language === ownLanguage ? "" : `${language}/`) + pathOf(bucket);
}

function pathOf(bucket: Bucket): string {
  switch (bucket.kind) {
    case "everything":
      return "alerts";
    case "period":
      return `${bucket.floor}-${bucket.period}`;
    case "region":
      return `region/${bucket.code}`;
    case "substance":
      return `substance/${bucket.classId}`;
  }
}
