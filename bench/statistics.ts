/** The value that `share` (0 to 1) of all values do not exceed. Throws when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (value === undefined) throw new Error("There is no percentile of nothing.");
  return value;
}

/** The middle value; of an even number of values the upper of the two in the middle. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);
