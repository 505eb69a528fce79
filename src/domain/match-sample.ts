import { matchCocktail } from "./match-cocktail.ts";
import { matchCombination } from "./match-combination.ts";
import { matchDetection } from "./match-detection.ts";
import { matchFirstDetection } from "./match-first-detection.ts";
import { matchLateOnset } from "./match-late-onset.ts";
import { matchMismatch } from "./match-mismatch.ts";
import { matchPercentile } from "./match-percentile.ts";
import { matchPercent, matchStrength } from "./match-strength.ts";
import { matchUnknownSubstance } from "./match-unknown-substance.ts";
import type { AreaTree } from "./area.ts";
import type { SampleHistory } from "./sample-history.ts";
import type { AssessedFinding, AssessedSample, Match } from "./match.ts";
import type { Method } from "./method.ts";
import { strongestOfEach } from "./strongest-match.ts";
import type { Substance } from "./substance.ts";
import type { IndexedThreshold, ThresholdIndex } from "./threshold-index.ts";
import type { Threshold } from "./threshold-pack.ts";

/** What matching needs to know of the world; the catalogue and the list of methods satisfy it. */
export interface MatchingKnowledge {
  thresholds: ThresholdIndex;
  substance(id: string): Substance | undefined;
  /** The classes of a substance with all their ancestors. */
  classesOf(id: string): ReadonlySet<string>;
  method(id: string): Method | undefined;
  /** Whether a laboratory's word is a substance that we know, or one of the words that are no substance. */
  isKnownName(name: string): boolean;
  /** The area and everything it lies in, finest first, with names. */
  areas: Pick<AreaTree, "path" | "nameOf">;
  /** What was measured and found before; without it, rules about what is usual are silent. */
  history?: SampleHistory;
}

/** A finding with everything about it looked up once. */
export interface DetectedSubstance {
  finding: AssessedFinding;
  substance: Substance;
  classes: ReadonlySet<string>;
  method: Method;
}

/** Checks one finding. `all` is everything detected in the sample, the finding included. */
export type ThresholdCheck = (
  entry: IndexedThreshold,
  detected: DetectedSubstance,
  sample: AssessedSample,
  knowledge: MatchingKnowledge,
  all: readonly DetectedSubstance[],
) => Match | undefined;

/** Checks a sample as a whole. */
export type SampleCheck = (
  entry: IndexedThreshold,
  detected: readonly DetectedSubstance[],
  sample: AssessedSample,
  knowledge: MatchingKnowledge,
) => Match[];

type Kind = Threshold["kind"];

const FINDING_CHECKS = {
  strength: matchStrength,
  "percent-by-weight": matchPercent,
  "any-detection": matchDetection,
  percentile: matchPercentile,
  "first-detection": matchFirstDetection,
  "late-onset": matchLateOnset,
} satisfies Partial<Record<Kind, ThresholdCheck>>;

/** Every kind that no check of single findings takes. */
const SAMPLE_CHECKS: Record<Exclude<Kind, keyof typeof FINDING_CHECKS>, SampleCheck> = {
  mismatch: matchMismatch,
  combination: matchCombination,
  cocktail: matchCocktail,
  "unknown-substance": matchUnknownSubstance,
};

const findingCheckOf: Partial<Record<Kind, ThresholdCheck>> = FINDING_CHECKS;
const sampleCheckOf: Partial<Record<Kind, SampleCheck>> = SAMPLE_CHECKS;

/** What was detected, as far as it is known by name and found by a known method. */
function detectedSubstances(sample: AssessedSample, knowledge: MatchingKnowledge): DetectedSubstance[] {
  const detected: DetectedSubstance[] = [];
  for (const finding of sample.findings) {
    if (finding.presence !== "detected" || finding.substanceId === undefined) continue;
    const substance = knowledge.substance(finding.substanceId);
    const method = knowledge.method(finding.methodId);
    if (substance && method)
      detected.push({ finding, substance, classes: knowledge.classesOf(substance.id), method });
  }
  return detected;
}

/**
 * Every threshold that the sample crosses; empty when none is. A rule that several findings cross matches once for each
 * substance, by its surest and strongest finding. Pure; the order of findings is irrelevant; never throws.
 */
export function matchSample(sample: AssessedSample, knowledge: MatchingKnowledge): Match[] {
  const { thresholds, areas } = knowledge;
  const detected = detectedSubstances(sample, knowledge);
  const found: Match[] = [];
  const path = areas.path(sample.area);
  const holdsHere = ({ pack }: IndexedThreshold): boolean =>
    !pack.areas || pack.areas.some((code) => path.includes(code));
  const forTheWhole = new Set(thresholds.ofAnySample);
  const consider = (entry: IndexedThreshold, one: DetectedSubstance): void => {
    const check = findingCheckOf[entry.threshold.kind];
    if (!check) forTheWhole.add(entry);
    else if (holdsHere(entry)) {
      const match = check(entry, one, sample, knowledge, detected);
      if (match) found.push(match);
    }
  };
  for (const one of detected) {
    for (const entry of thresholds.ofAnyFinding) consider(entry, one);
    for (const entry of thresholds.ofSubstance(one.substance.id, one.classes)) consider(entry, one);
  }
  for (const entry of forTheWhole) {
    const check = sampleCheckOf[entry.threshold.kind];
    if (check && holdsHere(entry)) found.push(...check(entry, detected, sample, knowledge));
  }
  return strongestOfEach(found);
}
