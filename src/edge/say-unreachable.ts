import type { Context } from "hono";
import { problemBody } from "../http/problem.ts";
import { ADDRESS } from "../render/addresses.ts";
import { messagePage } from "../render/message-page.ts";
import type { Site } from "../render/site.ts";

const AGAIN_SECONDS = "60";

/** Says that the service itself cannot be asked at this moment, and which ways work all the same; none of them needs a name. */
export function sayUnreachable(c: Context, site: Site): Response {
  if (!isForPrograms(c))
    return sayLater(
      c,
      messagePage(
        site,
        "This cannot be shown at this moment",
        "The service cannot be reached. Try again in a few minutes.\nThe current alerts and all feeds can be read here all the same.",
      ),
    );
  const alternatives = [ADDRESS.alerts, ADDRESS.feed("alerts.rss"), ADDRESS.feed("alerts.atom")];
  return sayLater(c, {
    ...UNREACHABLE,
    detail:
      "Try again in a minute. Pages and feeds can be read all the same; feeds tell everything without a subscription.",
    alternatives: alternatives.map((address) => site.url + address),
  });
}

/** Says that there is no copy yet. Never an empty list or feed in its place: that would say that there is nothing to know. */
export function sayNoCopy(c: Context): Response {
  const site: Site = {
    name: "Drug alerts",
    url: new URL(c.req.url).origin,
    language: "en",
    status: "Actual",
  };
  return isForPrograms(c)
    ? sayLater(c, {
        ...UNREACHABLE,
        detail: "There is no copy of the alerts here yet. Try again in a minute.",
      })
    : sayLater(
        c,
        messagePage(
          site,
          "The alerts cannot be shown at this moment",
          "The service cannot be reached, and there is no copy of its alerts here yet. This does not mean that there are none.\nTry again in a few minutes.",
        ),
      );
}

const UNREACHABLE = problemBody({
  status: 503,
  kind: "service-unreachable",
  title: "The service cannot be reached at this moment",
});

const isForPrograms = (c: Context): boolean => c.req.path.startsWith("/v1/") || c.req.path === "/refresh";

function sayLater(c: Context, said: string | object): Response {
  c.header("retry-after", AGAIN_SECONDS);
  c.header("cache-control", "no-store");
  if (typeof said === "string") return c.html(said, 503);
  return c.body(JSON.stringify(said), 503, {
    "content-type": "application/problem+json; charset=utf-8",
    "access-control-allow-origin": "*",
  });
}
