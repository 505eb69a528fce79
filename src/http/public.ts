import { Hono } from "hono";
import { emptyFeed } from "../render/feed-documents.ts";
import type { AreaTree } from "../domain/area.ts";
import { type AlertReader, type PublishedAlert, readable } from "../domain/published-alert.ts";
import type { SubstanceClass } from "../domain/substance.ts";
import { alertPage } from "../render/alert-page.ts";
import { alertsPage } from "../render/alerts-page.ts";
import { managePage } from "../render/manage-page.ts";
import { messagePage } from "../render/message-page.ts";
import type { Site } from "../render/site.ts";
import { subscribePage } from "../render/subscribe-page.ts";

export interface PublicDeps {
  alerts: AlertReader;
  site: Site;
  areas: AreaTree;
  substanceClasses: readonly SubstanceClass[];
  vapidPublicKey: string;
  now: () => Date;
}

const FRESH_SECONDS = 60;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What only outreach teams were told is for whoever has its address: for no cache, no search engine, no other site's script. */
const FOR_ITS_HOLDER = { "cache-control": "private, no-store", "x-robots-tag": "noindex" };

const isForOutreach = (alert: PublishedAlert | undefined): boolean => alert?.content.audience === "outreach";

const FEED = /^[\w.-]{1,100}$/;

/** Pages, feeds and public JSON. Edge-safe: no database, no `node:`; everything comes from an AlertReader. */
export function publicRoutes(deps: PublicDeps): Hono {
  const { alerts, site, now } = deps;
  const app = new Hono();
  const areaNamed = (code: string) =>
    deps.areas.path(code).length > 0 ? deps.areas.nameOf(code, site.language) : undefined;
  const page = { "cache-control": `public, max-age=${FRESH_SECONDS}` };

  app.get("/", async (c) => c.html(alertsPage(site, await alerts.alerts(), now()), 200, page));
  app.get("/alerts/:id", async (c) => {
    const id = c.req.param("id");
    const revisions = UUID.test(id) ? readable(await alerts.revisions(id)) : [];
    const found = alertPage(site, revisions, now());
    return found === undefined
      ? c.html(
          messagePage(
            site,
            "There is no such alert",
            "The address may be mistyped. Alerts are kept for good, also after they have ended.",
          ),
          404,
        )
      : c.html(found, 200, isForOutreach(revisions[0]) ? FOR_ITS_HOLDER : page);
  });
  // These two list every area and never change while the process runs.
  const subscribing = subscribePage(site, deps.vapidPublicKey, deps.areas.all(), deps.substanceClasses);
  const managing = managePage(site, deps.areas.all(), deps.substanceClasses);
  app.get("/subscribe", (c) => c.html(subscribing, 200, page));
  app.get("/manage", (c) => c.html(managing, 200, page));

  app.get("/feeds/:path", async (c) => {
    const path = c.req.param("path");
    const stored = FEED.test(path) ? await alerts.feed(path) : undefined;
    const empty = stored ? undefined : emptyFeed(site, path, areaNamed, new Date(0));
    const document = stored ?? (empty && { ...empty, etag: `"empty-${path}"` });
    if (!document)
      return c.html(
        messagePage(site, "There is no such feed", "Feeds are listed on the page “Get alerts”."),
        404,
      );
    const headers = {
      etag: document.etag,
      "last-modified": document.modifiedAt.toUTCString(),
      "cache-control": `public, max-age=${FRESH_SECONDS}`,
      "access-control-allow-origin": "*",
    };
    return isUnchanged(
      c.req.header("if-none-match"),
      c.req.header("if-modified-since"),
      document.etag,
      document.modifiedAt,
    )
      ? c.body(null, 304, headers)
      : c.body(document.body, 200, { ...headers, "content-type": document.contentType });
  });

  // What a subscriber's own program needs to subscribe (RFC 8292).
  app.get("/v1/application-server-key", (c) => c.json({ applicationServerKey: deps.vapidPublicKey }));
  app.get("/v1/alerts", async (c) =>
    c.json({ alerts: (await alerts.alerts()).map(publicJson(site, now())) }, 200, {
      "access-control-allow-origin": "*",
    }),
  );
  app.get("/v1/alerts/:id", async (c) => {
    const id = c.req.param("id");
    const [newest, ...earlier] = UUID.test(id) ? readable(await alerts.revisions(id)) : [];
    if (!newest)
      return c.json(
        { type: "urn:tocsin:problem:not-found", title: "There is no such alert", status: 404 },
        404,
        { "content-type": "application/problem+json" },
      );
    return c.json(
      { ...publicJson(site, now())(newest), earlier: earlier.map(publicJson(site, now())) },
      200,
      isForOutreach(newest) ? FOR_ITS_HOLDER : { "access-control-allow-origin": "*" },
    );
  });
  return app;
}

/** Either validator alone is enough for "not modified"; an entity tag, when sent, decides. */
function isUnchanged(
  ifNoneMatch: string | undefined,
  ifModifiedSince: string | undefined,
  etag: string,
  modifiedAt: Date,
): boolean {
  if (ifNoneMatch !== undefined)
    return ifNoneMatch
      .split(",")
      .some((one) => one.trim().replace(/^W\//, "") === etag || one.trim() === "*");
  const since = ifModifiedSince === undefined ? Number.NaN : Date.parse(ifModifiedSince);
  return Math.floor(modifiedAt.getTime() / 1000) * 1000 <= since;
}

const publicJson = (site: Site, now: Date) => (alert: PublishedAlert) => ({
  id: alert.alertId,
  revision: alert.revision,
  status: site.status,
  msgType: alert.msgType,
  state: alert.state,
  /** Whether people should act on it now; a withdrawal is published too, and is nothing to act on. */
  isCurrent: alert.state === "published" && alert.msgType !== "Cancel" && alert.expiresAt > now,
  firstPublishedAt: alert.firstPublishedAt,
  publishedAt: alert.publishedAt,
  expiresAt: alert.expiresAt,
  url: `${site.url}/alerts/${alert.alertId}`,
  ...alert.content,
});
