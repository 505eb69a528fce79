import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Hono } from "hono";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};
/** A module that pages of other sites load. */
const FOR_OTHER_SITES = "embed.js";
const folder = path.join(import.meta.dirname, "../static");

/** The few files that pages need, read once and served from memory under their own names. The service worker is never cached. */
export function staticFiles(): Hono {
  const app = new Hono();
  for (const name of readdirSync(folder)) {
    const type = TYPES[path.extname(name)];
    if (type === undefined) throw new Error(`src/static/${name}: no content type is known for it`);
    const body = new Uint8Array(readFileSync(path.join(folder, name)));
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
    const headers = {
      "content-type": type,
      etag,
      "cache-control": name === "sw.js" ? "no-cache" : "public, max-age=3600",
      ...(name === FOR_OTHER_SITES ? { "access-control-allow-origin": "*" } : {}),
    };
    app.get(`/${name}`, (c) =>
      c.req.header("if-none-match") === etag ? c.body(null, 304, headers) : c.body(body, 200, headers),
    );
  }
  return app;
}
