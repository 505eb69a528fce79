import type { Knowledge } from "../domain/knowledge.ts";
import type { PublicEvent } from "./read-events.ts";
import type { HistoricSample } from "./read-history.ts";
import type { ReplayedAlert } from "./replay-history.ts";

const DAY_MS = 86_400_000;
/** A draft further away than this from a public alert is another story. */
const NEAR_DAYS = 90;

export interface Lead {
  event: PublicEvent;
  /** The first draft about it within 90 days of it, in its area or a part of it. */
  alert: ReplayedAlert | undefined;
  /** Whether there were samples of that area in the 90 days before it: where there were none, nothing could be drafted. */
  hadSamples: boolean;
  /** Days by which the draft came before the public alert; negative when it came after. */
  leadDays: number | undefined;
}

/** How much earlier than the public alert something was drafted. `alerts` in the order of their days. */
export function leadDays(
  event: PublicEvent,
  samples: readonly HistoricSample[],
  alerts: readonly ReplayedAlert[],
  knowledge: Knowledge,
): Lead {
  const isThere = (area: string) =>
    event.area !== undefined && knowledge.areas.path(area).includes(event.area);
  const daysBefore = (at: Date) => Math.round((Date.parse(event.date) - at.getTime()) / DAY_MS);
  const isAbout = (id: string) =>
    event.targets.has(id) || [...knowledge.catalogue.classesOf(id)].some((one) => event.targets.has(one));
  const alert = alerts.find(
    (one) =>
      Math.abs(daysBefore(new Date(one.date))) <= NEAR_DAYS &&
      isThere(one.area) &&
      one.substances.some(isAbout),
  );
  const hadSamples = samples.some(({ area, resultAt }) => {
    const days = daysBefore(resultAt);
    return days >= 0 && days <= NEAR_DAYS && isThere(area);
  });
  return { event, alert, hadSamples, leadDays: alert && daysBefore(new Date(alert.date)) };
}
