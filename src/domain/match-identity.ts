import type { Match } from "./match.ts";
import type { DetectedSubstance } from "./match-sample.ts";
import type { IndexedThreshold } from "./threshold-index.ts";

/** The part of a match that says which rule it is and what it is about. */
export const matchIdentity = (
  { pack, threshold, place }: IndexedThreshold,
  detected: DetectedSubstance,
): Omit<Match, "level" | "grade" | "inputs" | "reason"> => ({
  packId: pack.id,
  packVersion: pack.version,
  packStatus: pack.status,
  ruleId: threshold.id,
  rulePlace: place,
  kind: threshold.kind,
  substanceId: detected.substance.id,
  methodId: detected.method.id,
});
