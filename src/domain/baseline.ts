/** What was usual: the strengths of one substance in one area over the days before a sample. Values in per cent or milligrams, as asked for. */
export interface Baseline {
  /** The area whose samples these are: the sample's own, or one that it lies in. */
  area: string;
  samples: number;
  median: number;
  /** The value below which this share of the samples lies; `percent` 0 to 100. */
  percentile: (percent: number) => number;
}

/**
 * Linear interpolation between the two nearest values (Hyndman and Fan's type 7, as `percentile_cont` of PostgreSQL and most
 * statistics programs). `sorted` ascending and not empty.
 */
export function percentileOf(sorted: readonly number[], percent: number): number {
  const place = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (high - low) * (place - below);
}
