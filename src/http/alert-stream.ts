import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { LiveAlerts } from "../db/live-alerts.ts";
import type { AreaTree } from "../domain/area.ts";
import { isAbout } from "../render/embedded-alerts.ts";
import { listedAlerts, type PublishedAlert, type Snapshot } from "../domain/published-alert.ts";
import { alertJson } from "../render/alert-json.ts";
import { standingOf } from "../render/alert-standing.ts";
import type { Site } from "../render/site.ts";
import { answerProblem } from "./problem.ts";

export interface AlertStreamDeps {
  alerts: LiveAlerts;
  areas: AreaTree;
  site: Site;
  now: () => Date;
}

/** Each holds a connection open. */
const MOST_STREAMS = 500;
/** Proxies close what is silent for a minute; a screen that hears nothing for longer than this knows that it is cut off. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 3_000;

/**
 * GET /v1/alerts/stream: server-sent events for screens. First `alerts`, a list of all that are current, then `alert` for each
 * revision that is published or ends. `?area=PL-14` leaves out what lies elsewhere. The event id is the version of what was
 * published: who comes back with the same one is told only what is new.
 */
export function alertStream({ alerts, areas, site, now }: AlertStreamDeps): Hono {
  const app = new Hono();
  let streams = 0;
  app.get("/v1/alerts/stream", (c) => {
    if (streams >= MOST_STREAMS) {
      c.header("retry-after", "30");
      return answerProblem(c, {
        status: 503,
        kind: "too-many-streams",
        title: "Too many screens are following at the moment",
      });
    }
    const area = c.req.query("area");
    if (area !== undefined && areas.path(area).length === 0)
      return answerProblem(c, {
        status: 400,
        kind: "invalid-query",
        title: "There is no such area",
        detail: `area must be a code such as PL or PL-14, in capital letters; "${area}" is none that is known`,
      });
    const isWanted = (alert: PublishedAlert) => area === undefined || isAbout(alert, areas, area);
    const json = (alert: PublishedAlert) => JSON.stringify(alertJson(site, alert, now()));
    const lastSeen = c.req.header("last-event-id");
    c.header("access-control-allow-origin", "*");
    // Proxies that collect answers before they pass them on would hold alerts back.
    c.header("x-accel-buffering", "no");
    // The body of a HEAD is never read, and never ends.
    if (c.req.method === "HEAD") return c.body(null, 200, { "content-type": "text/event-stream" });
    return streamSSE(c, async (stream) => {
      streams++;
      const follow = (snapshot: Snapshot, before: Snapshot) => {
        const news = changed(snapshot, before).filter(isWanted);
        // Only who has heard the last of them has heard this version.
        for (const [index, alert] of news.entries())
          void stream.writeSSE({
            event: "alert",
            data: json(alert),
            ...(index === news.length - 1 && { id: snapshot.version }),
          });
      };
      const ended = new Promise<void>((resolve) => stream.onAbort(resolve));
      let stopFollowing = () => {};
      const heartbeat = setInterval(() => void stream.write(":\n\n"), HEARTBEAT_MS);
      try {
        await stream.write(`retry: ${RETRY_MS}\n\n`);
        const snapshot = await alerts.snapshot();
        // From here to the first event nothing is waited for: what is published meanwhile must come after it.
        stopFollowing = alerts.onChange(follow);
        if (lastSeen !== snapshot.version) {
          const current = listedAlerts(snapshot, now()).filter(
            (alert) => isWanted(alert) && standingOf(alert, now()) === "current",
          );
          void stream.writeSSE({
            event: "alerts",
            id: snapshot.version,
            data: `[${current.map(json).join(",")}]`,
          });
        }
        await ended;
      } finally {
        streams--;
        clearInterval(heartbeat);
        stopFollowing();
      }
    });
  });
  return app;
}

/** The newest revisions of a snapshot that were not in the one before, or ended since; oldest first. */
function changed(snapshot: Snapshot, before: Snapshot): PublishedAlert[] {
  const stateBefore = new Map(before.alerts.map((alert) => [keyOf(alert), alert.state]));
  return snapshot.alerts
    .filter((alert) => alert.state !== "superseded" && stateBefore.get(keyOf(alert)) !== alert.state)
    .toReversed();
}

const keyOf = ({ alertId, revision }: PublishedAlert): string => `${alertId} ${revision}`;
