import type { FeedDocument, PublishedAlert } from "../domain/published-alert.ts";
import { ADDRESS } from "./addresses.ts";
import { endedAt, standingOf } from "./alert-standing.ts";
import { atom } from "./atom.ts";
import { feedEntry } from "./feed-entry.ts";
import { type FeedHead, rss } from "./rss.ts";
import { type Site, statusPrefix } from "./site.ts";

/** A feed document before the server has given it an entity tag. */
export type UntaggedFeedDocument = Omit<FeedDocument, "etag">;

/** Entries of a feed, unless more alerts than that are current. */
const USUAL_ENTRIES = 50;
/** An alert that has ended stays in the feeds this long, so that a reader who was away still learns of its end. */
const KEPT_AFTER_END_MS = 30 * 86_400_000;

const FORMATS = [
  { extension: "rss", contentType: "application/rss+xml; charset=utf-8", write: rss },
  { extension: "atom", contentType: "application/atom+xml; charset=utf-8", write: atom },
] as const;

/**
 * Every feed, rendered: all alerts together, and each area that an alert lies in, as RSS and Atom.
 * Every current alert, and of the others the newest until there are 50 entries; newest first. `modifiedAt` is the moment of the change that is told, and the clock for expiry. Pure.
 */
export function feedDocuments(
  site: Site,
  alerts: readonly PublishedAlert[],
  modifiedAt: Date,
): UntaggedFeedDocument[] {
  const told = alerts
    .filter((alert) => {
      const ended = endedAt(alert, modifiedAt);
      return !ended || modifiedAt.getTime() - ended.getTime() <= KEPT_AFTER_END_MS;
    })
    .toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
  const areas = [...new Set(alerts.flatMap((alert) => alert.content.area.path))].sort();
  return [
    ...inEveryFormat(site, "alerts", "everywhere", told, modifiedAt),
    ...areas.flatMap((code) =>
      inEveryFormat(
        site,
        code,
        areaName(site, code, alerts),
        told.filter((alert) => alert.content.area.path.includes(code)),
        modifiedAt,
      ),
    ),
  ];
}

/**
 * The feed of an area that has no alert yet, so that people can follow it before the first one.
 * `path` as in the address, for example "PL-14.atom"; undefined when it is not the path of a feed.
 */
export function emptyFeed(
  site: Site,
  path: string,
  areaNamed: (code: string) => string | undefined,
  modifiedAt: Date,
): UntaggedFeedDocument | undefined {
  const [name = ""] = path.split(".");
  const where = name === "alerts" ? "everywhere" : areaNamed(name);
  if (where === undefined) return undefined;
  return inEveryFormat(site, name, where, [], modifiedAt).find((one) => one.path === path);
}

function inEveryFormat(
  site: Site,
  name: string,
  where: string,
  alerts: readonly PublishedAlert[],
  modifiedAt: Date,
): UntaggedFeedDocument[] {
  const entries = chosen(alerts, modifiedAt).map((alert) => feedEntry(site, alert, modifiedAt));
  return FORMATS.map(({ extension, contentType, write }) => {
    const path = `${name}.${extension}`;
    const head: FeedHead = {
      title: `${statusPrefix(site)}${site.name} – ${where}`,
      description: `Alerts from drug checking, ${where}. No alert is not proof that anything is without risk.`,
      selfUrl: site.url + ADDRESS.feed(path),
      pageUrl: site.url + ADDRESS.alerts,
      language: site.language,
      sender: site.name,
      modifiedAt,
    };
    return { path, contentType, body: write(head, entries), modifiedAt };
  });
}

/** An alert that still holds never makes room for another: many readers know only what is in the feed. */
function chosen(alerts: readonly PublishedAlert[], now: Date): PublishedAlert[] {
  const isCurrent = (alert: PublishedAlert) => standingOf(alert, now) === "current";
  const room = Math.max(0, USUAL_ENTRIES - alerts.filter(isCurrent).length);
  const others = new Set(alerts.filter((alert) => !isCurrent(alert)).slice(0, room));
  return alerts.filter((alert) => isCurrent(alert) || others.has(alert));
}

/** An alert carries the name of its own area only; countries are named by the platform, other parents by their code. */
function areaName(site: Site, code: string, alerts: readonly PublishedAlert[]): string {
  const named = alerts.find((alert) => alert.content.area.code === code)?.content.area.name;
  if (named) return named;
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([site.language], { type: "region" }).of(code) ?? code;
}
