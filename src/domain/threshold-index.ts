import type { TargetSet, Threshold, ThresholdPack } from "./threshold-pack.ts";

export type IndexedThreshold<Kind extends Threshold["kind"] = Threshold["kind"]> = {
  pack: ThresholdPack;
  threshold: Extract<Threshold, { kind: Kind }>;
  /** Its place in the pack, 0 first. */
  place: number;
};

/**
 * Thresholds by the substance or class that they concern, so that the cost of matching grows with what a sample
 * holds and not with the number of rules.
 */
export interface ThresholdIndex {
  /** Those that name the substance or one of its classes (with all their ancestors), each once. */
  ofSubstance(substanceId: string, classes: ReadonlySet<string>): readonly IndexedThreshold[];
  /** The few that name no substance: they look at every finding. */
  ofAnyFinding: readonly IndexedThreshold[];
  /** The few that name no substance and look at the sample as a whole. */
  ofAnySample: readonly IndexedThreshold[];
}

export function indexThresholds(packs: readonly ThresholdPack[]): ThresholdIndex {
  const bySubstance = new Map<string, IndexedThreshold[]>();
  const byClass = new Map<string, IndexedThreshold[]>();
  const ofAnyFinding: IndexedThreshold[] = [];
  const ofAnySample: IndexedThreshold[] = [];
  const add = (map: Map<string, IndexedThreshold[]>, key: string, entry: IndexedThreshold) => {
    const entries = map.get(key);
    if (entries) entries.push(entry);
    else map.set(key, [entry]);
  };
  const addTarget = ({ substances, classes }: TargetSet, entry: IndexedThreshold) => {
    for (const substance of substances) add(bySubstance, substance, entry);
    for (const substanceClass of classes) add(byClass, substanceClass, entry);
  };
  for (const pack of packs)
    for (const [place, threshold] of pack.thresholds.entries()) {
      const entry = { pack, threshold, place };
      switch (threshold.kind) {
        case "strength":
        case "percent-by-weight":
          add(bySubstance, threshold.substance, entry);
          break;
        case "any-detection":
        case "percentile":
        case "first-detection":
          addTarget(threshold, entry);
          break;
        case "late-onset":
          if (threshold.substances.length + threshold.classes.length === 0) ofAnyFinding.push(entry);
          else addTarget(threshold, entry);
          break;
        case "combination":
          addTarget(threshold.first, entry);
          break;
        case "mismatch":
        case "cocktail":
        case "unknown-substance":
          ofAnySample.push(entry);
          break;
      }
    }

  // A substance always has the same classes, and samples hold the same substances again and again.
  const known = new Map<string, readonly IndexedThreshold[]>();
  const ofSubstance = (substanceId: string, classes: ReadonlySet<string>) => {
    const remembered = known.get(substanceId);
    if (remembered) return remembered;
    const named = [bySubstance.get(substanceId), ...[...classes].map((one) => byClass.get(one))];
    const entries = [...new Set(named.flatMap((some) => some ?? []))].filter(
      ({ threshold }) => !("except" in threshold && threshold.except.includes(substanceId)),
    );
    known.set(substanceId, entries);
    return entries;
  };
  return { ofSubstance, ofAnyFinding, ofAnySample };
}
