import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { Area } from "../domain/area.ts";
import type { WrittenCopy } from "../domain/public-copy.ts";
import type { AlertReader, Snapshot } from "../domain/published-alert.ts";
import type { SubstanceClass } from "../domain/substance.ts";
import type { Site } from "../render/site.ts";

export interface SnapshotDeps {
  alerts: AlertReader;
  site: Site;
  areas: readonly Area[];
  substanceClasses: readonly SubstanceClass[];
  vapidPublicKey: string;
}

/**
 * GET /v1/snapshot: all that a copy elsewhere needs to serve the public side, in one answer. Nothing in it is secret. The body
 * is the same from every process that knows the same alerts; how fresh it is stands in the header `Tocsin-Taken-At`.
 */
export function snapshotRoutes(deps: SnapshotDeps): Hono {
  const { alerts, site, areas, substanceClasses } = deps;
  const app = new Hono();
  let written: { of: Snapshot["alerts"]; body: string; etag: string } | undefined;
  const write = (snapshot: Snapshot) => {
    if (written?.of === snapshot.alerts) return written;
    const copy: WrittenCopy = {
      version: snapshot.version,
      site: {
        name: site.name,
        url: site.url,
        language: site.language,
        status: site.status,
        namingHost: site.namingHost,
        webSubHub: site.webSubHub,
      },
      areas,
      substanceClasses,
      applicationServerKey: deps.vapidPublicKey,
      alerts: snapshot.alerts,
    };
    const body = JSON.stringify(copy);
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
    written = { of: snapshot.alerts, body, etag };
    return written;
  };
  app.get("/", async (c) => {
    const snapshot = await alerts.snapshot();
    const { body, etag } = write(snapshot);
    const headers = {
      etag,
      "cache-control": "no-cache",
      "tocsin-taken-at": snapshot.takenAt.toISOString(),
      "access-control-allow-origin": "*",
    };
    return c.req.header("if-none-match") === etag
      ? c.body(null, 304, headers)
      : c.body(body, 200, { ...headers, "content-type": "application/json" });
  });
  return app;
}
