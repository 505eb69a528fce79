import { Hono } from "hono";
import type { AreaTree } from "../domain/area.ts";
import type { AlertReader } from "../domain/published-alert.ts";
import type { SubstanceClass } from "../domain/substance.ts";
import type { Site } from "../render/site.ts";
import type { DocumentCache } from "./document-cache.ts";
import { feedRoutes } from "./feeds.ts";
import { publicAlertRoutes } from "./public-alerts.ts";
import { publicPages } from "./public-pages.ts";

export interface PublicDeps {
  alerts: AlertReader;
  /** Feeds, rendered and kept. */
  documents: DocumentCache;
  site: Site;
  areas: AreaTree;
  substanceClasses: readonly SubstanceClass[];
  vapidPublicKey: string;
  now: () => Date;
}

/** Pages, feeds and public JSON. Edge-safe: no database, no `node:`; everything comes from an AlertReader. */
export function publicRoutes(deps: PublicDeps): Hono {
  const app = new Hono();
  app.route("/", publicPages(deps));
  app.route("/", feedRoutes(deps));
  app.route("/", publicAlertRoutes(deps));
  // What a subscriber's own program needs to subscribe (RFC 8292).
  app.get("/v1/application-server-key", (c) => c.json({ applicationServerKey: deps.vapidPublicKey }));
  return app;
}
