import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import { apiDocsPage } from "../render/api-docs-page.ts";
import type { Site } from "../render/site.ts";
import { openApiDocument } from "./openapi-document.ts";

const HOUR_SECONDS = 3600;

interface Prepared {
  text: string;
  contentType: string;
  headers: Record<string, string>;
}

/**
 * The description of the API, for programs at /openapi.json and for people at /docs/api: one document, which loads nothing from
 * elsewhere. Made when it is first asked for.
 */
export function openApiRoutes(site: Site): Hono {
  let made: { json: Prepared; page: Prepared } | undefined;
  const prepared = () => {
    if (made) return made;
    const document = openApiDocument(site.url);
    made = {
      json: prepare(JSON.stringify(document), "application/json"),
      page: prepare(apiDocsPage(site, document), "text/html; charset=utf-8"),
    };
    return made;
  };
  const app = new Hono();
  app.get("/openapi.json", (c) => send(c, prepared().json));
  app.get("/docs/api", (c) => send(c, prepared().page));
  return app;
}

const prepare = (text: string, contentType: string): Prepared => ({
  text,
  contentType,
  headers: {
    etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`,
    "cache-control": `public, max-age=${HOUR_SECONDS}`,
    "access-control-allow-origin": "*",
  },
});

const send = (c: Context, { text, contentType, headers }: Prepared): Response =>
  c.req.header("if-none-match") === headers["etag"]
    ? c.body(null, 304, headers)
    : c.body(text, 200, { ...headers, "content-type": contentType });
