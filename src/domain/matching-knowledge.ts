import type { Knowledge } from "./knowledge.ts";
import type { MatchingKnowledge } from "./match-sample.ts";
import { indexThresholds } from "./threshold-index.ts";

const prepared = new WeakMap<Knowledge, MatchingKnowledge>();

/** What matching needs of all that is known, with the thresholds indexed once. */
export function matchingKnowledge(knowledge: Knowledge): MatchingKnowledge {
  const known = prepared.get(knowledge);
  if (known) return known;
  const { catalogue, methods, packs } = knowledge;
  const made: MatchingKnowledge = {
    thresholds: indexThresholds(packs),
    substance: (id) => catalogue.byId(id),
    classesOf: (id) => catalogue.classesOf(id),
    method: (id) => methods.find(id),
  };
  prepared.set(knowledge, made);
  return made;
}
