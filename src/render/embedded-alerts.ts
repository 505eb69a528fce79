import type { AreaTree } from "../domain/area.ts";
import { listedAlerts, type PublishedAlert, type Snapshot } from "../domain/published-alert.ts";
import { standingOf } from "./alert-standing.ts";

/** Instead of the code of an area: wherever it is. */
export const EVERYWHERE = "all";

/** What somebody else's page shows of ours. */
export interface EmbeddedAlerts {
  /** The name of the area; undefined: everywhere. */
  areaName: string | undefined;
  /** Red ones first, then the newest. */
  shown: readonly PublishedAlert[];
  /** Current alerts for which there was no room. */
  more: number;
}

/**
 * The current alerts that concern an area: of the area itself, of its parts, and of what it lies in, as with a subscription.
 * `region`: the code of an area or "all"; undefined when there is no such area. Pure.
 */
export function embeddedAlerts(
  snapshot: Snapshot,
  areas: AreaTree,
  region: string,
  { language, most }: { language: string; most: number },
  now: Date,
): EmbeddedAlerts | undefined {
  const path = areas.path(region);
  if (path.length === 0 && region !== EVERYWHERE) return undefined;
  const current = listedAlerts(snapshot, now).filter(
    (alert) =>
      standingOf(alert, now) === "current" && (region === EVERYWHERE || isAbout(alert, areas, region)),
  );
  const isRed = ({ content }: PublishedAlert) => Number(content.level === "red");
  return {
    areaName: region === EVERYWHERE ? undefined : areas.nameOf(region, language),
    shown: current.toSorted((a, b) => isRed(b) - isRed(a)).slice(0, most),
    more: Math.max(0, current.length - most),
  };
}

/** As for subscriptions: an alert about an area concerns its parts, and one about a part concerns the whole. */
export const isAbout = ({ content: { area } }: PublishedAlert, areas: AreaTree, region: string): boolean =>
  area.path.includes(region) || areas.path(region).includes(area.code);
