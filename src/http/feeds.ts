import { type Context, Hono } from "hono";
import { messagePage } from "../render/message-page.ts";
import type { PublicDeps } from "./public.ts";
import { answerDocument, type ServedDocument } from "./served-document.ts";

const SIGNATURE = ".jws";

/**
 * Feeds and CAP documents at their permanent addresses, each with its detached signature at the same address and `.jws`.
 * Edge-safe.
 */
export function feedRoutes({ documents, site }: Pick<PublicDeps, "documents" | "site">): Hono {
  const app = new Hono();
  const send = async (c: Context): Promise<Response> => {
    const { path } = c.req;
    const isSignature = path.endsWith(SIGNATURE);
    const document = await documents.get(isSignature ? path.slice(0, -SIGNATURE.length) : path);
    if (!document || (isSignature && document.signature === undefined))
      return c.html(
        messagePage(site, "There is nothing at this address", "All feeds are listed on the page “Feeds”."),
        404,
      );
    return isSignature
      ? c.body(document.signature ?? "", 200, {
          "content-type": "application/jose",
          "access-control-allow-origin": "*",
        })
      : sendDocument(c, document);
  };
  app.get("/feeds", send);
  app.get("/feeds.opml", send);
  app.get("/feeds/*", send);
  app.get("/alerts/:id/:document{[0-9]+\\.cap(\\.jws)?}", send);
  return app;
}

/** Sends what lies ready, or that the reader has it already. */
export function sendDocument(c: Context, document: ServedDocument): Response {
  const asked = {
    ifNoneMatch: c.req.header("if-none-match"),
    ifModifiedSince: c.req.header("if-modified-since"),
    acceptEncoding: c.req.header("accept-encoding"),
  };
  const { status, representation, cacheControl } = answerDocument(document, asked, Math.random());
  const own = status === 200 ? representation.headers : representation.unchangedHeaders;
  return c.newResponse(status === 200 ? representation.body : null, status, {
    ...own,
    "cache-control": cacheControl,
  });
}
