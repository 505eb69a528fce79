import { monthOfWeek } from "./iso-week.ts";
import type { OpenDataSet, PlaceAndTime } from "./open-data.ts";

/** How many samples of an edition were checked, or held a substance, in a region and a month, or in what is coarser. */
export interface OpenCount extends PlaceAndTime {
  /** Undefined: all samples checked, whatever was found. */
  substanceId: string | undefined;
  samples: number;
}

/**
 * Counts an edition by substance, region and month. They are counted from the published rows and from nothing else: a statistic
 * made from the samples themselves would, next to the rows, let a reader subtract one from the other. What the rows tell only
 * for a year or a country is counted there and in no month, so every number means "at least".
 */
export function countOpenData({ samples, findings }: OpenDataSet): OpenCount[] {
  const counts = new Map<string, OpenCount>();
  const count = ({ region, period }: PlaceAndTime, substanceId: string | undefined) => {
    const coarse = period.includes("W") ? monthOfWeek(period) : period;
    const key = `${substanceId ?? ""}|${region}|${coarse}`;
    const known = counts.get(key);
    if (known) known.samples++;
    else counts.set(key, { substanceId, region, period: coarse, samples: 1 });
  };
  for (const sample of samples) count(sample, undefined);
  for (const finding of findings) count(finding, finding.substanceId);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
