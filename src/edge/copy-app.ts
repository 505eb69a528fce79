import { type Context, Hono, type Next } from "hono";
import { AreaTree } from "../domain/area.ts";
import { copyAge } from "../http/copy-age.ts";
import { openDocumentCache } from "../http/document-cache.ts";
import { embedRoutes } from "../http/embed.ts";
import { ALERT_ID } from "../http/for-its-holder.ts";
import { answerProblem } from "../http/problem.ts";
import { publicRoutes } from "../http/public.ts";
import { securityHeaders } from "../http/security-headers.ts";
import { documentAt } from "../render/document-at.ts";
import { askOrigin, PASSED_ON } from "./ask-origin.ts";
import { copyReader } from "./copy-reader.ts";
import type { EdgeEnvironment } from "./edge-environment.ts";
import type { HeldCopy } from "./pull-copy.ts";
import { sayUnreachable } from "./say-unreachable.ts";

export interface CopyAppDeps {
  /** The copy that is held at this moment: as this one, perhaps confirmed since. */
  held: () => HeldCopy;
  environment: EdgeEnvironment;
  now: () => Date;
  onFault: (path: string, why: string) => void;
}

const FILE = "/:file{[\\w-]+\\.(?:css|js|svg|png|webmanifest)}";
const NOT_HERE = {
  status: 404,
  kind: "not-found",
  title: "There is nothing at this address",
} as const;

/** The same public routes as the service has, made from a copy. What the copy does not hold, the service itself is asked for. */
export function copyApp({ held, environment, now, onFault }: CopyAppDeps): Hono {
  const { copy } = held();
  const { site } = copy;
  const areas = new AreaTree(copy.areas);
  const alerts = copyReader(held);
  const { substanceClasses } = copy;
  // The service has read the same documents with a second parser; Cloudflare compresses what it sends.
  const documents = openDocumentCache({
    reader: alerts,
    render: documentAt({ site, known: { language: site.language, areas, substanceClasses }, alerts }),
    check: () => undefined,
    now,
    onFault,
  });
  const app = new Hono();

  const passOn = async (c: Context): Promise<Response> => {
    const answer = await askOrigin(c, environment.ORIGIN_URL);
    return answer.outcome === "answered" ? answer.response : sayUnreachable(c, site);
  };
  /** An alert of long ago, one for outreach teams, or one published a moment ago: the service knows it. */
  const unlessHeld = async (c: Context, next: Next): Promise<Response | undefined> => {
    const id = c.req.param("id") ?? "";
    if (ALERT_ID.test(id) && (await alerts.revisions(id)).length === 0) return passOn(c);
    await next();
    return undefined;
  };

  app.use(securityHeaders(site.url));
  for (const path of PASSED_ON) app.all(path, passOn);
  app.get("/subscribe", async (c, next) => (c.req.query("invitation") === undefined ? next() : passOn(c)));
  // Signing takes the service's key.
  app.get("*", (c, next) => (c.req.path.endsWith(".jws") ? passOn(c) : next()));
  app.get(FILE, (c) => sendFile(c, environment));
  app.use(copyAge(alerts, now));
  for (const path of ["/alerts/:id", "/alerts/:id/*", "/v1/alerts/:id"]) app.get(path, unlessHeld);
  app.route("/", embedRoutes({ alerts, site, areas, now }));
  app.route(
    "/",
    publicRoutes({
      alerts,
      documents,
      site,
      areas,
      substanceClasses,
      vapidPublicKey: copy.applicationServerKey,
      now,
    }),
  );
  app.notFound((c) => answerProblem(c, NOT_HERE));
  app.onError((error, c) => {
    onFault(c.req.routePath, error.message);
    return answerProblem(c, { status: 500, kind: "fault", title: "Something went wrong on our side" });
  });
  return app;
}

/** A file of `src/static`, as the service itself sends it. */
export async function sendFile(c: Context, { ASSETS }: EdgeEnvironment): Promise<Response> {
  const file = await ASSETS.fetch(c.req.raw);
  if (file.status === 404) return answerProblem(c, NOT_HERE);
  const answer = new Response(file.body, file);
  if (c.req.path === "/embed.js") answer.headers.set("access-control-allow-origin", "*");
  return answer;
}
