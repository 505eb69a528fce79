import type { Threshold, ThresholdPack } from "./threshold-pack.ts";

export type IndexedThreshold<Kind extends Threshold["kind"] = Threshold["kind"]> = {
  pack: ThresholdPack;
  threshold: Extract<Threshold, { kind: Kind }>;
};

/**
 * Thresholds by the substance or class that they concern, so that the cost of matching grows with what a sample
 * holds and not with the number of rules.
 */
export interface ThresholdIndex {
  bySubstance: ReadonlyMap<string, IndexedThreshold[]>;
  byClass: ReadonlyMap<string, IndexedThreshold[]>;
  mismatches: IndexedThreshold<"mismatch">[];
}

export function indexThresholds(packs: readonly ThresholdPack[]): ThresholdIndex {
  const bySubstance = new Map<string, IndexedThreshold[]>();
  const byClass = new Map<string, IndexedThreshold[]>();
  const mismatches: IndexedThreshold<"mismatch">[] = [];
  const add = (map: Map<string, IndexedThreshold[]>, key: string, entry: IndexedThreshold) => {
    const entries = map.get(key);
    if (entries) entries.push(entry);
    else map.set(key, [entry]);
  };
  for (const pack of packs)
    for (const threshold of pack.thresholds)
      switch (threshold.kind) {
        case "strength":
        case "percent-by-weight":
          add(bySubstance, threshold.substance, { pack, threshold });
          break;
        case "any-detection":
          for (const substance of threshold.substances) add(bySubstance, substance, { pack, threshold });
          for (const substanceClass of threshold.classes) add(byClass, substanceClass, { pack, threshold });
          break;
        case "mismatch":
          mismatches.push({ pack, threshold });
          break;
      }
  return { bySubstance, byClass, mismatches };
}
