import { Hono } from "hono";
import * as z from "zod";
import type { AreaTree } from "../domain/area.ts";
import type { AlertReader } from "../domain/published-alert.ts";
import { embedJson } from "../render/embed-json.ts";
import { embeddedAlerts } from "../render/embedded-alerts.ts";
import { embedPage, embedUnknownPage, THEMES } from "../render/embed-page.ts";
import { siteOfCopy } from "../render/say-copy-age.ts";
import type { Site } from "../render/site.ts";
import { answerProblem } from "./problem.ts";

export interface EmbedDeps {
  alerts: AlertReader;
  site: Site;
  areas: AreaTree;
  now: () => Date;
}

/** A mistake here must not put an error onto somebody's page: what cannot be read is as if it were not there. */
const Look = z.object({
  theme: z.enum(THEMES).catch("auto"),
  limit: z.coerce.number().int().min(1).max(20).catch(5),
  lang: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional()
    .catch(undefined),
});

const CACHED = { "cache-control": "public, max-age=60" };

/** `/embed/{region}` for a frame on another site, and `/embed/{region}.json` for our element. Edge-safe. */
export function embedRoutes({ alerts, site, areas, now }: EmbedDeps): Hono {
  const app = new Hono();
  app.get("/embed/:region", async (c) => {
    const at = now();
    const snapshot = await alerts.snapshot();
    const { theme, limit, lang } = Look.parse(c.req.query());
    const here = { ...siteOfCopy(site, snapshot.takenAt, at), language: lang ?? site.language };
    const [, region = "", isJson] = /^(.*?)(\.json)?$/.exec(c.req.param("region")) ?? [];
    const embedded = embeddedAlerts(snapshot, areas, region, { language: here.language, most: limit }, at);
    if (isJson === undefined)
      return embedded
        ? c.html(embedPage(here, embedded, theme, at), 200, CACHED)
        : c.html(embedUnknownPage(site), 404);
    c.header("access-control-allow-origin", "*");
    return embedded
      ? c.json(embedJson(here, embedded, at), 200, CACHED)
      : answerProblem(c, { status: 404, kind: "not-found", title: "There is no such area" });
  });
  return app;
}
