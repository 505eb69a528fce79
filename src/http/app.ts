import { Hono } from "hono";
import type { Database } from "../db/open-database.ts";
import { databaseAlertReader } from "../db/published-alerts.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { faultFields, type Log } from "../log.ts";
import type { Secrets } from "../secrets.ts";
import type { VapidKey } from "../identity/vapid-keys.ts";
import type { Site } from "../render/site.ts";
import { deliveryRoutes } from "./deliveries.ts";
import { identifier } from "./identify.ts";
import { answerProblem } from "./problem.ts";
import { publicRoutes } from "./public.ts";
import { invitationRoutes } from "./invitations.ts";
import { invitedPage } from "./invited-page.ts";
import { reviewApi } from "./review-api.ts";
import { reviewPages } from "./review-pages.ts";
import { sampleRoutes } from "./samples.ts";
import { securityHeaders } from "./security-headers.ts";
import { sessionRoutes } from "./sessions.ts";
import { signInPages } from "./sign-in-pages.ts";
import { staticFiles } from "./static-files.ts";
import { subscriptionRoutes } from "./subscriptions.ts";
import { webhookRoutes } from "./webhooks.ts";

export interface AppDeps {
  db: Database;
  knowledge: Knowledge;
  secrets: Secrets;
  vapidKey: VapidKey;
  localOrigins: readonly string[];
  site: Site;
  /** Wakes the relay after a commit; never awaited. */
  wake: () => void;
  now: () => Date;
  log: Log;
}

/** Every route of the server. Outcomes become statuses in the routes; faults become problem+json here and nowhere else. */
export function buildApp(deps: AppDeps): Hono {
  const { db, knowledge, site, now, log } = deps;
  const identify = identifier(db, site.url, now);
  const subscribing = { ...deps, vapidKeyId: deps.vapidKey.id };
  const app = new Hono();

  app.use(securityHeaders(site.url));
  // What a proxy and a router could read differently is not served at all.
  app.use(async (c, next) => {
    if (/\/\/|%2f|%5c|\\/i.test(new URL(c.req.url).pathname))
      return answerProblem(c, {
        status: 400,
        kind: "bad-path",
        title: "The path holds empty or encoded separators",
      });
    await next();
    return undefined;
  });

  app.get("/livez", (c) => c.text("alive\n"));
  app.get("/readyz", async (c) => {
    await db.selectFrom("installation").select("name").limit(1).execute();
    return c.text("ready\n");
  });
  app.route("/v1/sessions", sessionRoutes({ ...deps, identify }));
  app.route("/v1/samples", sampleRoutes({ ...deps, identify }));
  app.route("/v1/review/invitations", invitationRoutes({ ...deps, identify }));
  app.route("/v1/review", reviewApi({ ...deps, identify }));
  app.route("/v1/alerts", deliveryRoutes({ db, identify }));
  app.route("/v1/subscriptions", subscriptionRoutes(subscribing));
  app.route("/v1/webhooks", webhookRoutes({ ...subscribing, identify }));
  app.route("/review", reviewPages({ ...deps, identify }));
  app.route("/", signInPages(deps));
  app.route("/", invitedPage({ ...deps, vapidPublicKey: deps.vapidKey.publicKey }));
  app.route("/", staticFiles());
  app.route(
    "/",
    publicRoutes({
      alerts: databaseAlertReader(db, now),
      site,
      areas: knowledge.areas,
      substanceClasses: knowledge.catalogue.classesOfInterest(),
      vapidPublicKey: deps.vapidKey.publicKey,
      now,
    }),
  );

  app.notFound((c) =>
    answerProblem(c, { status: 404, kind: "not-found", title: "There is nothing at this address" }),
  );
  app.onError((error, c) => {
    log.error("request failed", { method: c.req.method, route: c.req.routePath, ...faultFields(error) });
    return answerProblem(c, {
      status: 500,
      kind: "fault",
      title: "Something went wrong on our side",
      detail:
        "Nothing that was accepted before is lost. Send the request again: sending the same thing twice is harmless.",
    });
  });
  return app;
}
