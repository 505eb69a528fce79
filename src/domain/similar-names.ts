import { editDistance } from "./edit-distance.ts";

/** Fewer shared characters than this are more likely another substance than a typing error. */
const LEAST_CONFIDENCE = 0.55;
/** Only so many of the names with the most trigrams in common are compared letter by letter. */
const MOST_COMPARED = 24;

const trigramsOf = (key: string): Set<string> => {
  const padded = `^${key}$`;
  const trigrams = new Set<string>();
  for (let start = 0; start + 3 <= padded.length; start++) trigrams.add(padded.slice(start, start + 3));
  return trigrams;
};

/** Every character that one name has more than the other is one edit at least. */
const canBeSimilar = (a: number, b: number): boolean => Math.min(a, b) >= LEAST_CONFIDENCE * Math.max(a, b);

/** Finds names that differ from a given one by typing errors. Suggestions are for people to choose from, never for matching. */
export class SimilarNames {
  readonly #names: { key: string; substanceId: string; trigrams: number }[] = [];
  readonly #byTrigram = new Map<string, number[]>();

  constructor(names: Iterable<readonly [key: string, substanceId: string]>) {
    for (const [key, substanceId] of names) {
      const trigrams = trigramsOf(key);
      const index = this.#names.push({ key, substanceId, trigrams: trigrams.size }) - 1;
      for (const trigram of trigrams) {
        const indexes = this.#byTrigram.get(trigram);
        if (indexes) indexes.push(index);
        else this.#byTrigram.set(trigram, [index]);
      }
    }
  }

  /** At most `most` substances, most similar first; `confidence` runs from 0 to 1, where 1 is the same folded name. */
  like(key: string, most: number): { substanceId: string; confidence: number }[] {
    const best = new Map<string, number>();
    for (const candidate of this.#nearest(key)) {
      const longer = Math.max(key.length, candidate.key.length);
      const confidence = Math.round((1 - editDistance(key, candidate.key) / longer) * 100) / 100;
      if (confidence < LEAST_CONFIDENCE || confidence <= (best.get(candidate.substanceId) ?? 0)) continue;
      best.set(candidate.substanceId, confidence);
    }
    return [...best]
      .map(([substanceId, confidence]) => ({ substanceId, confidence }))
      .sort((a, b) => b.confidence - a.confidence || a.substanceId.localeCompare(b.substanceId))
      .slice(0, most);
  }

  #nearest(key: string): { key: string; substanceId: string }[] {
    const trigrams = trigramsOf(key);
    const shared = new Map<number, number>();
    for (const trigram of trigrams)
      for (const index of this.#byTrigram.get(trigram) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
    return [...shared]
      .flatMap(([index, count]) => {
        const name = this.#names[index];
        if (!name || !canBeSimilar(key.length, name.key.length)) return [];
        return [{ ...name, overlap: (2 * count) / (trigrams.size + name.trigrams) }];
      })
      .sort((a, b) => b.overlap - a.overlap)
      .slice(0, MOST_COMPARED);
  }
}
