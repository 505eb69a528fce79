import {
  NAMES_ONLY_ALONE,
  WORDS_BESIDE_THE_NAME,
  turnsTheName,
  withoutAmountsAndDoubt,
} from "./expected-words.ts";
import { foldName, foldWords } from "./fold-name.ts";
import { isMisspelling } from "./misspelt-name.ts";
import type { SubstanceCatalogue } from "./substance-catalogue.ts";

/**
 * What a person expected. `confidence` is 1 for the name itself, 0.9 for the name with dose, price or form, 0.8 for a name
 * within a text, 0.7 for a name that is misspelt. Anything less certain is unknown.
 */
export type ExpectedResolution =
  | { outcome: "resolved"; substanceId: string; confidence: number }
  | { outcome: "unknown" };

const UNKNOWN: ExpectedResolution = { outcome: "unknown" };

const SHORTEST_NAME_WITHIN_TEXT = 3;
const MOST_WORDS_IN_A_NAME = 8;
const ALTERNATIVES = /\/|&|\s\+\s|\s(?:and|or|i|lub|albo|oraz|neu|a\/neu)\s/iu;
/** "1S-LSD", "4-PrO-DMT" and "THC-H" are names of their own: a few characters on a hyphen belong to the name. */
const SHORT_PART_BEFORE_HYPHEN =
  /(?<![\p{L}\p{N}])(\p{N}|(?=\p{N}*\p{L})[\p{L}\p{N}]{1,3})[-\u2010\u2011](?=[\p{L}\p{N}])/gu;
const SHORT_PART_AFTER_HYPHEN =
  /(?<=[\p{L}\p{N}])[-\u2010\u2011](\p{N}?\p{L}|\p{L}[\p{L}\p{N}])(?![\p{L}\p{N}])/gu;

/**
 * Resolves what somebody wrote about the drug they expected. Two different substances, a denial ("not heroin"), a stand-in
 * ("LSD analogue") or anything else that is not certain is unknown, because a wrong expectation would raise a false mismatch.
 */
export function resolveExpected(catalogue: SubstanceCatalogue, text: string): ExpectedResolution {
  const whole = catalogue.find(text);
  if (whole) return whole.outcome === "resolved" ? { ...whole, confidence: 1 } : UNKNOWN;

  const core = withoutAmountsAndDoubt(text);
  const words = foldWords(core);
  const bare = words.filter((word) => !WORDS_BESIDE_THE_NAME.has(word));
  const stripped =
    idOf(catalogue, core) ?? idOf(catalogue, words.join(" ")) ?? idOf(catalogue, bare.join(" "));
  if (stripped !== undefined) return { outcome: "resolved", substanceId: stripped, confidence: 0.9 };

  return nameWithin(catalogue, core);
}

function idOf(catalogue: SubstanceCatalogue, name: string): string | undefined {
  const found = catalogue.find(name);
  return found?.outcome === "resolved" ? found.substanceId : undefined;
}

/** The one substance that all alternatives of the text name; unknown when they name two, or one of them names none. */
function nameWithin(catalogue: SubstanceCatalogue, text: string): ExpectedResolution {
  const found = new Set<string>();
  let confidence = 0.8;
  for (const alternative of text.split(ALTERNATIVES)) {
    const words = foldWords(withNamesInOnePiece(alternative));
    if (words.every((word) => WORDS_BESIDE_THE_NAME.has(word))) continue;
    const named = namesIn(catalogue, words);
    if (named.substanceIds.size === 0) return UNKNOWN;
    if (named.misspelt) confidence = 0.7;
    for (const id of named.substanceIds) found.add(id);
  }
  const [only] = found;
  return only !== undefined && found.size === 1
    ? { outcome: "resolved", substanceId: only, confidence }
    : UNKNOWN;
}

const withNamesInOnePiece = (text: string): string =>
  text
    .replace(SHORT_PART_BEFORE_HYPHEN, (part: string, characters: string) =>
      WORDS_BESIDE_THE_NAME.has(foldName(characters)) ? part : characters,
    )
    .replace(SHORT_PART_AFTER_HYPHEN, "$1");

/** Every substance named in the words, the longest names first, no word used twice; none when another word turns the name. */
function namesIn(
  catalogue: SubstanceCatalogue,
  words: readonly string[],
): { substanceIds: Set<string>; misspelt: boolean } {
  const substanceIds = new Set<string>();
  const left: (string | undefined)[] = [...words];
  for (let length = Math.min(MOST_WORDS_IN_A_NAME, words.length); length > 0; length--)
    for (let start = 0; start + length <= words.length; start++) {
      const part = left.slice(start, start + length);
      const key = part.join("");
      if (part.includes(undefined) || key.length < SHORTEST_NAME_WITHIN_TEXT || NAMES_ONLY_ALONE.has(key))
        continue;
      const id = catalogue.idOfKey(key);
      if (id === undefined) continue;
      substanceIds.add(id);
      left.fill(undefined, start, start + length);
    }
  let misspelt = false;
  for (const word of left) {
    if (word === undefined || WORDS_BESIDE_THE_NAME.has(word)) continue;
    const id = idOfMisspelt(catalogue, word);
    if (id !== undefined) {
      misspelt ||= !substanceIds.has(id);
      substanceIds.add(id);
    } else if (turnsTheName(word)) return { substanceIds: new Set(), misspelt: false };
  }
  return { substanceIds: withoutTheirClass(catalogue, substanceIds), misspelt };
}

/** The one substance of which the word is a misspelt name. Several words, or letters on a hyphen, are not guessed. */
function idOfMisspelt(catalogue: SubstanceCatalogue, word: string): string | undefined {
  const resolution = catalogue.resolve(word);
  if (resolution.outcome !== "unresolved") return undefined;
  const ids = resolution.suggestions
    .map(({ substanceId }) => catalogue.byId(substanceId))
    .filter((substance) => substance !== undefined)
    .filter(({ name, aliases }) =>
      [name, ...aliases].some((one) => !/\s|\p{L}-/u.test(one) && isMisspelling(word, foldName(one))),
    );
  return ids.length === 1 ? ids[0]?.id : undefined;
}

/** "Benzo (etizolam)" means etizolam: a word for a whole class gives way to a member of all its classes. */
function withoutTheirClass(catalogue: SubstanceCatalogue, substanceIds: ReadonlySet<string>): Set<string> {
  const isMember = (id: string, classes: readonly string[]): boolean =>
    classes.length > 0 && classes.every((classId) => catalogue.isInClass(id, classId));
  return new Set(
    [...substanceIds].filter((id) => {
      const substance = catalogue.byId(id);
      return (
        !substance?.expectedOnly ||
        ![...substanceIds].some((other) => other !== id && isMember(other, substance.classes))
      );
    }),
  );
}
