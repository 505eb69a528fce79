import type { FeedEntry } from "./feed-entry.ts";
import type { FeedHead } from "./feed-head.ts";
import { jsonDocument } from "./json-document.ts";
import type { Site } from "./site.ts";

/** Of the fields below; goes up when one means something else. */
const API = "1";

/**
 * GeoJSON (RFC 7946). A feature has no geometry (§3.2 allows null): an alert names an area by its code, and no coordinates are
 * ever published. The collection says what it is in `metadata`, with the names that USGS gives such fields.
 */
export const geoJson = (site: Site, head: FeedHead, entries: readonly FeedEntry[]): string =>
  jsonDocument({
    type: "FeatureCollection",
    metadata: {
      generated: head.modifiedAt,
      url: head.selfUrl,
      title: head.title,
      api: API,
      count: entries.length,
      status: site.status,
    },
    features: entries.map((entry) => ({
      type: "Feature",
      id: entry.id,
      geometry: null,
      properties: {
        title: entry.title,
        url: entry.url,
        cap: entry.capUrl,
        published: entry.publishedAt,
        updated: entry.updatedAt,
        language: entry.language,
        summary: entry.summary,
        text: entry.text,
        sender: entry.sender,
        supersedes: entry.formerIds,
        ...entry.facts,
        areaCode: entry.facts?.area.code,
        areaName: entry.facts?.area.name,
      },
    })),
  });
