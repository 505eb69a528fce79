import { setTimeout as sleep } from "node:timers/promises";
import { bringToLastApproval, type People } from "./fanout-alert.ts";

/** Milliseconds from the last approval until an alert stood in each document, by the name of its format. */
export type Visible = Record<string, number>;

const LOOK_MS = 5;
const PATIENCE_MS = 10_000;

/** Publishes one alert and looks at every format until it is there. */
export async function benchPublication(origin: string, people: People, area: string): Promise<Visible> {
  const { alertId, approveLast } = await bringToLastApproval(people, area);
  const places = {
    "JSON API": `/v1/alerts/${alertId}`,
    page: `/alerts/${alertId}`,
    RSS: "/feeds/alerts.rss",
    Atom: "/feeds/alerts.atom",
    "JSON Feed": "/feeds/alerts.json",
    GeoJSON: "/feeds/alerts.geojson",
    "CAP index (Atom)": "/feeds/alerts.cap.atom",
    "CAP index (RSS)": "/feeds/alerts.cap.rss",
    CAP: `/alerts/${alertId}/1.cap`,
    "region, Atom": `/feeds/region/${area}.atom`,
    "Polish, RSS": "/feeds/pl/alerts.rss",
  };
  const start = performance.now();
  const watching = Object.entries(places).map(async ([name, path]): Promise<[string, number]> => {
    while (performance.now() - start < PATIENCE_MS) {
      const answer = await fetch(origin + path);
      const text = await answer.text();
      if (answer.ok && text.includes(alertId)) return [name, performance.now() - start];
      await sleep(LOOK_MS);
    }
    throw new Error(`The alert was not to be seen at ${path} within ${PATIENCE_MS / 1000} s.`);
  });
  const [visible] = await Promise.all([Promise.all(watching), approveLast()]);
  return Object.fromEntries(visible);
}
