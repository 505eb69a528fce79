import { Hono } from "hono";
import { listedAlerts, readable } from "../domain/published-alert.ts";
import { alertPage } from "../render/alert-page.ts";
import { alertsPage } from "../render/alerts-page.ts";
import { managePage } from "../render/manage-page.ts";
import { messagePage } from "../render/message-page.ts";
import { siteOfCopy } from "../render/say-copy-age.ts";
import { subscribePage } from "../render/subscribe-page.ts";
import { ALERT_ID, FOR_ITS_HOLDER, isForOutreach } from "./for-its-holder.ts";
import type { PublicDeps } from "./public.ts";

const FRESH_SECONDS = 60;

/** The pages that everybody may read. Edge-safe. */
export function publicPages(deps: Omit<PublicDeps, "documents">): Hono {
  const { alerts, site, now } = deps;
  const app = new Hono();
  const page = { "cache-control": `public, max-age=${FRESH_SECONDS}` };

  app.get("/", async (c) => {
    const snapshot = await alerts.snapshot();
    const here = siteOfCopy(site, snapshot.takenAt, now());
    return c.html(alertsPage(here, listedAlerts(snapshot, now()), now()), 200, page);
  });
  app.get("/alerts/:id", async (c) => {
    const id = c.req.param("id");
    const revisions = ALERT_ID.test(id) ? readable(await alerts.revisions(id)) : [];
    const { takenAt } = await alerts.snapshot();
    const found = alertPage(siteOfCopy(site, takenAt, now()), revisions, now());
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
  return app;
}
