import type { Knowledge } from "./knowledge.ts";
import type { MatchingKnowledge } from "./match-sample.ts";
import { indexThresholds } from "./threshold-index.ts";

const prepared = new WeakMap<Knowledge, MatchingKnowledge>();

/** What matching needs of all that is known, with the thresholds indexed once. */
export function matchingKnowledge(knowledge: Knowledge): MatchingKnowledge {
  const known = prepared.get(knowledge);
  if (known) return known;
  const { catalogue, methods, areas, packs } = knowledge;
  // Stored findings name their method by its id; finding it by an alias would fold the text each time.
  const methodsById = new Map(methods.all().map((method) => [method.id, method]));
  const made: MatchingKnowledge = {
    thresholds: indexThresholds(packs),
    substance: (id) => catalogue.byId(id),
    classesOf: (id) => catalogue.classesOf(id),
    method: (id) => methodsById.get(id) ?? methods.find(id),
    isKnownName: (name) => catalogue.find(name) !== undefined,
    areas,
  };
  prepared.set(knowledge, made);
  return made;
}
