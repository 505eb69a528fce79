import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { LiveAlerts } from "../db/live-alerts.ts";
import { listedAlerts, type PublishedAlert, type Snapshot } from "../domain/published-alert.ts";
import { alertJson } from "../render/alert-json.ts";
import { standingOf } from "../render/alert-standing.ts";
import type { Site } from "../render/site.ts";
import { answerProblem } from "./problem.ts";

export interface AlertStreamDeps {
  alerts: LiveAlerts;
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
export function alertStream({ alerts, site, now }: AlertStreamDeps): Hono {
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
    const isWanted = ({ content }: PublishedAlert) => area === undefined || content.area.path.includes(area);
    const json = (alert: PublishedAlert) => JSON.stringify(alertJson(site, alert, now()));
    const lastSeen = c.req.header("last-event-id");
    c.header("access-control-allow-origin", "*");
    // Proxies that collect answers before they pass them on would hold alerts back.
    c.header("x-accel-buffering", "no");
    return streamSSE(c, async (stream) => {
      streams++;
      const write = (event: string, id: string, data: string) => stream.writeSSE({ event, id, data });
      const follow = (snapshot: Snapshot, before: Snapshot) => {
        for (const alert of changed(snapshot, before).filter(isWanted))
          void write("alert", snapshot.version, json(alert));
      };
      const ended = new Promise<void>((resolve) => stream.onAbort(resolve));
      const stopFollowing = alerts.onChange(follow);
      const heartbeat = setInterval(() => void stream.write(":\n\n"), HEARTBEAT_MS);
      try {
        const snapshot = await alerts.snapshot();
        await stream.write(`retry: ${RETRY_MS}\n\n`);
        if (lastSeen !== snapshot.version) {
          const current = listedAlerts(snapshot, now()).filter(
            (alert) => isWanted(alert) && standingOf(alert, now()) === "current",
          );
          await write("alerts", snapshot.version, `[${current.map(json).join(",")}]`);
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
