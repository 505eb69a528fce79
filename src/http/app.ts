import { Hono } from "hono";
import type { Resolve } from "../adapters/public-address.ts";
import type { Database } from "../db/open-database.ts";
import type { LiveAlerts } from "../db/live-alerts.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { OpenDataTerms } from "../domain/open-data.ts";
import { faultFields, type Log } from "../log.ts";
import type { Secrets } from "../secrets.ts";
import type { VapidKey } from "../identity/vapid-keys.ts";
import type { Site } from "../render/site.ts";
import type { SigningKey } from "../identity/signing-key.ts";
import { alertStream } from "./alert-stream.ts";
import { deliveryRoutes } from "./deliveries.ts";
import { embedRoutes } from "./embed.ts";
import type { DocumentCache } from "./document-cache.ts";
import { identifier } from "./identify.ts";
import { answerProblem } from "./problem.ts";
import { openApiRoutes } from "./openapi-routes.ts";
import { openDataRoutes } from "./open-data.ts";
import { publicRoutes } from "./public.ts";
import { invitationRoutes } from "./invitations.ts";
import { invitedPage } from "./invited-page.ts";
import { rateLimit } from "./rate-limit.ts";
import { reviewApi } from "./review-api.ts";
import { reviewPages } from "./review-pages.ts";
import { sampleRoutes } from "./samples.ts";
import { securityHeaders } from "./security-headers.ts";
import { sessionRoutes } from "./sessions.ts";
import { signInPages } from "./sign-in-pages.ts";
import { snapshotRoutes } from "./snapshot.ts";
import { staticFiles } from "./static-files.ts";
import { statisticsRoutes } from "./statistics.ts";
import { subscriptionRoutes } from "./subscriptions.ts";
import { webhookDeliveryRoutes } from "./webhook-deliveries.ts";
import { webhookRoutes } from "./webhooks.ts";

export interface AppDeps {
  db: Database;
  /** What was published, as everybody may read it. */
  alerts: LiveAlerts;
  /** Feeds, rendered and kept. */
  documents: DocumentCache;
  signingKey: SigningKey;
  knowledge: Knowledge;
  /** Undefined: results are not published as tables. */
  openData: OpenDataTerms | undefined;
  secrets: Secrets;
  vapidKey: VapidKey;
  localOrigins: readonly string[];
  /** Where a name leads, asked when a webhook is registered. */
  resolve: Resolve;
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
  // Who has just published something finds it on the pages when the answer comes.
  const afterAction = async () => {
    deps.wake();
    await deps.alerts.look().catch((error: unknown) => log.warn("pages follow later", faultFields(error)));
  };
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

  app.use("/v1/*", rateLimit(now));

  app.get("/livez", (c) => c.text("alive\n"));
  app.get("/readyz", async (c) => {
    await db.selectFrom("installation").select("name").limit(1).execute();
    return c.text("ready\n");
  });
  app.route("/v1/sessions", sessionRoutes({ ...deps, identify }));
  app.route("/v1/samples", sampleRoutes({ ...deps, identify }));
  app.route("/v1/review/invitations", invitationRoutes({ ...deps, identify }));
  app.route("/v1/review", reviewApi({ ...deps, identify, afterAction }));
  app.route("/", alertStream({ ...deps, areas: knowledge.areas }));
  app.get("/.well-known/jwks.json", (c) =>
    c.json({ keys: [deps.signingKey.publicJwk] }, 200, {
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=3600",
    }),
  );
  app.route("/v1/alerts", deliveryRoutes({ db, identify }));
  app.route("/v1/subscriptions", subscriptionRoutes(subscribing));
  app.route("/v1/webhooks", webhookRoutes({ ...subscribing, identify }));
  app.route("/v1/webhooks", webhookDeliveryRoutes({ db, identify }));
  app.route("/review", reviewPages({ ...deps, identify, afterAction }));
  app.route("/", signInPages(deps));
  app.route("/", invitedPage({ ...deps, vapidPublicKey: deps.vapidKey.publicKey }));
  app.route("/", staticFiles());
  app.route("/", openApiRoutes(site));
  app.route("/", openDataRoutes(deps));
  app.route("/v1/statistics", statisticsRoutes(deps));
  app.route("/", embedRoutes({ ...deps, areas: knowledge.areas }));
  app.route(
    "/v1/snapshot",
    snapshotRoutes({
      ...deps,
      areas: knowledge.areas.all(),
      substanceClasses: knowledge.catalogue.classesOfInterest(),
      vapidPublicKey: deps.vapidKey.publicKey,
    }),
  );
  app.route(
    "/",
    publicRoutes({
      alerts: deps.alerts,
      documents: deps.documents,
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
