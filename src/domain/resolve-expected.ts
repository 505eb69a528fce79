import { foldWords } from "./fold-name.ts";
import type { SubstanceCatalogue } from "./substance-catalogue.ts";

/** What a person expected. `confidence` is 1 for the name itself, 0.9 for the name with dose, price or form, 0.8 for a name within a text. */
export type ExpectedResolution =
  | { outcome: "resolved"; substanceId: string; confidence: number }
  | { outcome: "unknown" };

const UNKNOWN: ExpectedResolution = { outcome: "unknown" };

const DOSE = /(?<![\p{L}\p{N}])\d+(?:[.,]\d+)?\s*(?:mgs?|[µμ]g|ug|mcg|grams?|g|ml|iu|%)(?![\p{L}\p{N}])/giu;
const PRICE =
  /[£$€]\s*\d+(?:[.,]\d+)?|(?<![\p{L}\p{N}])\d+(?:[.,]\d+)?\s*(?:[£$€]|zł|pln|eur|euros?|gbp|usd|quid|pounds?)(?![\p{L}\p{N}])/giu;

/** Words that say in what form, from where or how surely, but not what. */
const WORDS_BESIDE_THE_NAME = new Set(
  `powder powdered tablet tablets tab tabs pill pills capsule capsules cap caps crystal crystals crystalline rock rocks liquid juice oil
   vape vapes cart carts cartridge pen edible edibles gummy gummies candy blotter blotters paper bar bars line bag wrap sample samples
   refill extract strip patch spray solution
   street unknown possibly possible maybe suspected supposed supposedly probably allegedly sold as brand branded generic real fake pure
   a an the some my of from for is it this bp usp
   proszek tabletka tabletki kapsułka kapsułki kryształ kryształy płyn susz pastylka podobno chyba może`
    .split(/\s+/)
    .flatMap(foldWords),
);

/** Everyday words that mean a substance only when nothing else is written. */
const NAMES_ONLY_ALONE = new Set("acid ice down kwas feta tina charlie alcohol alkohol".split(" "));
const NEGATIONS = new Set("not no non isn isnt without free instead nie bez zamiast".split(" "));
const SHORTEST_NAME_WITHIN_TEXT = 3;
const MOST_WORDS_IN_A_NAME = 8;
const ALTERNATIVES = /\/|&|\s\+\s|\s(?:and|or|i|lub|albo|oraz)\s/iu;

/**
 * Resolves what somebody wrote about the drug they expected. Two different substances, a denial ("not heroin") or anything
 * else that is not certain is unknown, because a wrong expectation would raise a false mismatch.
 */
export function resolveExpected(catalogue: SubstanceCatalogue, text: string): ExpectedResolution {
  const whole = catalogue.find(text);
  if (whole) return whole.outcome === "resolved" ? { ...whole, confidence: 1 } : UNKNOWN;

  const undosed = text.replace(PRICE, " ").replace(DOSE, " ").replace(/[?!]/g, " ");
  const words = foldWords(undosed);
  const bare = words.filter((word) => !WORDS_BESIDE_THE_NAME.has(word));
  const stripped = nameOf(catalogue, words) ?? nameOf(catalogue, bare);
  if (stripped !== undefined) return { outcome: "resolved", substanceId: stripped, confidence: 0.9 };

  const within = nameWithin(catalogue, undosed);
  return within === undefined ? UNKNOWN : { outcome: "resolved", substanceId: within, confidence: 0.8 };
}

function nameOf(catalogue: SubstanceCatalogue, words: readonly string[]): string | undefined {
  const found = catalogue.find(words.join(" "));
  return found?.outcome === "resolved" ? found.substanceId : undefined;
}

/** The one substance that all alternatives of the text name; undefined when they name two, or one of them names none. */
function nameWithin(catalogue: SubstanceCatalogue, text: string): string | undefined {
  const found = new Set<string>();
  for (const alternative of text.split(ALTERNATIVES)) {
    const words = foldWords(alternative);
    if (words.some((word) => NEGATIONS.has(word))) return undefined;
    if (words.every((word) => WORDS_BESIDE_THE_NAME.has(word))) continue;
    const named = namesIn(catalogue, words);
    if (named.size === 0) return undefined;
    for (const id of named) found.add(id);
  }
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

/** Every substance named in the words, the longest names first, no word used twice. */
function namesIn(catalogue: SubstanceCatalogue, words: readonly string[]): Set<string> {
  const found = new Set<string>();
  const taken = new Set<number>();
  for (let length = Math.min(MOST_WORDS_IN_A_NAME, words.length); length > 0; length--)
    for (let start = 0; start + length <= words.length; start++) {
      const places = Array.from({ length }, (_, offset) => start + offset);
      if (places.some((place) => taken.has(place))) continue;
      const key = words.slice(start, start + length).join("");
      if (key.length < SHORTEST_NAME_WITHIN_TEXT || NAMES_ONLY_ALONE.has(key)) continue;
      const id = catalogue.idOfKey(key);
      if (id === undefined) continue;
      found.add(id);
      for (const place of places) taken.add(place);
    }
  return found;
}
