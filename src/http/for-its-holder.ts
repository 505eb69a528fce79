import type { PublishedAlert } from "../domain/published-alert.ts";

/** What only outreach teams were told is for whoever has its address: for no cache, no search engine, no other site's script. */
export const FOR_ITS_HOLDER = { "cache-control": "private, no-store", "x-robots-tag": "noindex" };

export const isForOutreach = (alert: PublishedAlert | undefined): boolean =>
  alert?.content.audience === "outreach";

/** An id as it stands in addresses; anything else is nobody's. */
export const ALERT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
