import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

const YEAR_SECONDS = 31_536_000;
const OWN = ["'self'"];
const NONE = ["'none'"];

/** What other sites may show in a frame: nothing in it runs, and nothing comes from elsewhere. */
const EMBEDDED = "/embed/";

const forFrames = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: NONE,
    styleSrc: OWN,
    imgSrc: OWN,
    formAction: NONE,
    frameAncestors: ["*"],
    baseUri: NONE,
  },
  referrerPolicy: "no-referrer",
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  // A page that isolates itself may show the frame too.
  crossOriginResourcePolicy: "cross-origin",
  crossOriginEmbedderPolicy: "require-corp",
  xFrameOptions: false,
});

/**
 * Everything from here and nothing from elsewhere; not stored by caches unless a route says so. Only what is made for the pages
 * of others may be framed.
 */
export function securityHeaders(siteUrl: string): MiddlewareHandler {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: NONE,
      scriptSrc: OWN,
      styleSrc: OWN,
      imgSrc: OWN,
      connectSrc: OWN,
      manifestSrc: OWN,
      workerSrc: OWN,
      formAction: OWN,
      frameAncestors: NONE,
      baseUri: NONE,
    },
    // "no-referrer" would make browsers hide the origin on our own forms; other sites learn nothing from this one either.
    referrerPolicy: "same-origin",
    strictTransportSecurity: siteUrl.startsWith("https:")
      ? `max-age=${YEAR_SECONDS}; includeSubDomains`
      : false,
    crossOriginOpenerPolicy: "same-origin",
    crossOriginResourcePolicy: false,
    xFrameOptions: "DENY",
    // For Internet Explorer and Flash, and "0" for a filter that no browser has any more: bytes on every answer.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  return async (c, next) => {
    await (c.req.path.startsWith(EMBEDDED) ? forFrames : secure)(c, next);
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
  };
}
