import { matchIdentity } from "./match-identity.ts";
import type { ThresholdCheck } from "./match-sample.ts";
import { gradeInWords } from "./say-method.ts";

/**
 * Found for the first time in this country, by a method that can tell. Silent where too few samples were looked at before to
 * say so: everything is new to a new installation.
 */
export const matchFirstDetection: ThresholdCheck = (entry, detected, sample, { history, areas }) => {
  const { threshold } = entry;
  const country = areas.path(sample.area).at(-1);
  if (threshold.kind !== "first-detection" || !history || country === undefined) return undefined;
  if (detected.method.identity !== "confirmed") return undefined;
  const { wasFound, samples } = history.knownOf(detected.substance.id, country, sample.resultAt);
  if (wasFound || samples < threshold.minimumSamples) return undefined;
  return {
    ...matchIdentity(entry, detected),
    level: threshold.level,
    grade: "confirmed-identity",
    inputs: { samplesBefore: samples, country },
    reason: `${detected.substance.name} detected for the first time in ${areas.nameOf(country)}, in none of ${samples} samples before (${threshold.cite}, ${threshold.level} level); method ${detected.method.name}, ${gradeInWords("confirmed-identity")}`,
  };
};
