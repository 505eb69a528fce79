import { matchDetection } from "./match-detection.ts";
import { matchMismatch } from "./match-mismatch.ts";
import { matchPercent, matchStrength } from "./match-strength.ts";
import type { AssessedFinding, AssessedSample, Match } from "./match.ts";
import type { Method } from "./method.ts";
import { strongestOfEach } from "./strongest-match.ts";
import type { Substance } from "./substance.ts";
import type { IndexedThreshold, ThresholdIndex } from "./threshold-index.ts";

/** What matching needs to know of the world; the catalogue and the list of methods satisfy it. */
export interface MatchingKnowledge {
  thresholds: ThresholdIndex;
  substance(id: string): Substance | undefined;
  /** The classes of a substance with all their ancestors. */
  classesOf(id: string): ReadonlySet<string>;
  method(id: string): Method | undefined;
}

/** A finding with everything about it looked up once. */
export interface DetectedSubstance {
  finding: AssessedFinding;
  substance: Substance;
  classes: ReadonlySet<string>;
  method: Method;
}

export type ThresholdCheck = (
  entry: IndexedThreshold,
  detected: DetectedSubstance,
  sample: AssessedSample,
  knowledge: MatchingKnowledge,
) => Match | undefined;

const checkOf = (entry: IndexedThreshold): ThresholdCheck | undefined => {
  switch (entry.threshold.kind) {
    case "strength":
      return matchStrength;
    case "percent-by-weight":
      return matchPercent;
    case "any-detection":
      return matchDetection;
    case "mismatch":
      return undefined;
  }
};

/** What was detected, as far as it is known by name and found by a known method. */
function detectedSubstances(sample: AssessedSample, knowledge: MatchingKnowledge): DetectedSubstance[] {
  return sample.findings.flatMap((finding) => {
    if (finding.presence !== "detected" || finding.substanceId === undefined) return [];
    const substance = knowledge.substance(finding.substanceId);
    const method = knowledge.method(finding.methodId);
    return substance && method
      ? [{ finding, substance, classes: knowledge.classesOf(substance.id), method }]
      : [];
  });
}

/**
 * Every threshold that the sample crosses; empty when none is. A rule that several findings cross matches once for each
 * substance, by its surest and strongest finding. Pure; the order of findings is irrelevant; never throws.
 */
export function matchSample(sample: AssessedSample, knowledge: MatchingKnowledge): Match[] {
  const detected = detectedSubstances(sample, knowledge);
  const found: Match[] = [];
  for (const one of detected) {
    const entries = new Set(knowledge.thresholds.bySubstance.get(one.substance.id) ?? []);
    for (const substanceClass of one.classes)
      for (const entry of knowledge.thresholds.byClass.get(substanceClass) ?? []) entries.add(entry);
    for (const entry of entries) {
      const match = checkOf(entry)?.(entry, one, sample, knowledge);
      if (match) found.push(match);
    }
  }
  for (const entry of knowledge.thresholds.mismatches)
    found.push(...matchMismatch(entry, detected, sample, knowledge));
  return strongestOfEach(found);
}
