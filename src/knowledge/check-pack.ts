import type { Knowledge } from "../domain/knowledge.ts";
import type { SubstanceCatalogue } from "../domain/substance-catalogue.ts";
import type { Threshold, ThresholdPack } from "../domain/threshold-pack.ts";

type Target = { substances: readonly string[]; classes: readonly string[]; except: readonly string[] };
type Known = Pick<Knowledge, "catalogue" | "methods" | "areas">;

/** What is wrong with a pack when it is read beside everything else that is known. Empty when nothing is. */
export function problemsOfPack(pack: ThresholdPack, known: Known): string[] {
  const seen = new Set<string>();
  const elsewhere = (pack.areas ?? [])
    .filter((code) => known.areas.path(code).length === 0)
    .map((code) => `areas: "${code}" is not an area; use a code from areas.json`);
  const problems = pack.thresholds.flatMap((threshold, index) => {
    const place = `thresholds[${index}] ("${threshold.id}")`;
    const repeated = seen.has(threshold.id) ? ["the id appears twice; give each threshold its own"] : [];
    seen.add(threshold.id);
    return [...repeated, ...problemsOfThreshold(threshold, known)].map((problem) => `${place}: ${problem}`);
  });
  return [...elsewhere, ...problems];
}

function problemsOfThreshold(threshold: Threshold, { catalogue, methods }: Known): string[] {
  switch (threshold.kind) {
    case "mismatch":
      return [];
    case "strength":
    case "percent-by-weight":
      return problemsOfFound({ substances: [threshold.substance], classes: [], except: [] }, catalogue);
    case "any-detection":
      return [
        ...problemsOfTarget(threshold, catalogue),
        ...problemsOfExpected(threshold.whenExpected, catalogue),
        ...problemsOfExpected(threshold.expectedAmong, catalogue, "expectedAmong"),
      ];
    case "percentile":
    case "first-detection":
      return problemsOfTarget(threshold, catalogue);
    case "late-onset":
      // Naming nothing means: whatever is known to act later.
      return [
        ...problemsOfFound(threshold, catalogue),
        ...problemsOfExpected(threshold.whenExpected, catalogue),
      ];
    case "combination":
      return [
        ...problemsOfTarget(threshold.first, catalogue, '"first" '),
        ...problemsOfTarget(threshold.second, catalogue, '"second" '),
      ];
    case "cocktail":
      return problemsOfNames({ substances: [], classes: threshold.countAsOne, except: [] }, catalogue);
    case "unknown-substance":
      return threshold.methods
        .filter((id) => methods.find(id)?.id !== id)
        .map((id) => `"${id}" is not a method; use an id from methods.json`);
  }
}

const isEmpty = ({ substances, classes }: Target): boolean => substances.length + classes.length === 0;

const problemsOfTarget = (target: Target, catalogue: SubstanceCatalogue, place = ""): string[] => [
  ...(isEmpty(target)
    ? [`${place}names nothing to detect; list at least one of "substances" or "classes"`]
    : []),
  ...problemsOfFound(target, catalogue),
];

const problemsOfExpected = (
  target: Target | undefined,
  catalogue: SubstanceCatalogue,
  field = "whenExpected",
): string[] =>
  target === undefined
    ? []
    : [
        ...(isEmpty(target)
          ? [`"${field}" names nothing; list "substances" or "classes", or remove it`]
          : []),
        ...problemsOfNames(target, catalogue),
      ];

const problemsOfNames = (
  { substances, classes, except }: Target,
  catalogue: SubstanceCatalogue,
): string[] => [
  ...[...substances, ...except]
    .filter((id) => !catalogue.byId(id))
    .map((id) => `"${id}" is not a substance; use an id from substances.json`),
  ...classes
    .filter((id) => !catalogue.hasClass(id))
    .map((id) => `"${id}" is not a class of substances; use an id from the classes in substances.json`),
];

const problemsOfFound = (target: Target, catalogue: SubstanceCatalogue): string[] => [
  ...problemsOfNames(target, catalogue),
  ...target.substances
    .filter((id) => catalogue.byId(id)?.expectedOnly)
    .map((id) => `"${id}" is a word for what people expect, which no laboratory finds; name a substance`),
];
