import type { Site } from "./site.ts";

/**
 * The name of an entry for good: a tag URI (RFC 4151) of this site, the day on which the public first heard of the alert (UTC), the
 * alert, and the revision with which the entry began. No two entries ever have the same.
 */
export const entryId = (site: Site, alertId: string, firstPublishedAt: Date, entry: number): string =>
  `${tagOf(site, firstPublishedAt)}:alert/${encodeURIComponent(alertId)}/${entry}`;

/** The name of an entry in an index of CAP documents: each document has one of its own. */
export const capEntryId = (site: Site, alertId: string, firstPublishedAt: Date, revision: number): string =>
  `${tagOf(site, firstPublishedAt)}:cap/${encodeURIComponent(alertId)}/${revision}`;

const tagOf = (site: Site, day: Date): string => `tag:${hostOf(site)},${day.toISOString().slice(0, 10)}`;

/** The name that the site has in ids for good, without a port. An address of IPv6 stands without its brackets, which a tag may not hold. */
export const hostOf = (site: Site): string =>
  (site.namingHost ?? new URL(site.url).hostname).replace(/[^a-z0-9.-]/g, "-");
