import type { SubstanceCatalogue } from "../domain/substance-catalogue.ts";
import type { Threshold, ThresholdPack } from "../domain/threshold-pack.ts";

type Target = { substances: readonly string[]; classes: readonly string[] };

/** What is wrong with a pack when it is read beside the catalogue. Empty when nothing is. */
export function problemsOfPack(pack: ThresholdPack, catalogue: SubstanceCatalogue): string[] {
  const seen = new Set<string>();
  return pack.thresholds.flatMap((threshold, index) => {
    const place = `thresholds[${index}] ("${threshold.id}")`;
    const repeated = seen.has(threshold.id) ? ["the id appears twice; give each threshold its own"] : [];
    seen.add(threshold.id);
    return [...repeated, ...problemsOfThreshold(threshold, catalogue)].map(
      (problem) => `${place}: ${problem}`,
    );
  });
}

function problemsOfThreshold(threshold: Threshold, catalogue: SubstanceCatalogue): string[] {
  if (threshold.kind === "mismatch") return [];
  if (threshold.kind !== "any-detection")
    return problemsOfFound({ substances: [threshold.substance], classes: [] }, catalogue);
  const { whenExpected } = threshold;
  return [
    ...(isEmpty(threshold)
      ? ['names nothing to detect; list at least one of "substances" or "classes"']
      : []),
    ...(whenExpected && isEmpty(whenExpected)
      ? ['"whenExpected" names nothing; list "substances" or "classes", or remove it']
      : []),
    ...problemsOfFound(threshold, catalogue),
    ...(whenExpected ? problemsOfNames(whenExpected, catalogue) : []),
  ];
}

const isEmpty = ({ substances, classes }: Target): boolean => substances.length + classes.length === 0;

const problemsOfNames = ({ substances, classes }: Target, catalogue: SubstanceCatalogue): string[] => [
  ...substances
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
