import type { DraftLanguage } from "./draft-language.ts";

/** A word of more syllables counts as one of four: the name of a substance, which nobody can choose, must not decide. */
const MOST_SYLLABLES = 4;
const POLISH_HARD_SYLLABLES = 4;
/** A text of fewer words says too little for a level. */
const FEWEST_WORDS = 30;

/** Sentences of a text. A line break ends one; a point between digits, and one after "np", does not. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/\n|(?<=[.!?…])(?<!(?<!\p{L})(?:np|e\.g)\.)\s+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));

export const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}’'.,-]*/gu) ?? [];

/** Abbreviations, numbers and names with digits are read at a glance and count as one syllable. */
const isSpelt = (word: string): boolean => !/^\p{L}[\p{Ll}’'-]*[.,-]*$/u.test(word);

function syllablesEnglish(word: string): number {
  const bare = word.toLowerCase().replace(/[^a-z]/g, "");
  const sounded = bare.length > 3 ? bare.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, "") : bare;
  return sounded.match(/[aeiouy]+/g)?.length ?? 1;
}

/** "i" before another vowel softens the consonant and is no syllable; "au" and "eu" are mostly one. */
const syllablesPolish = (word: string): number =>
  word
    .toLowerCase()
    .replace(/i(?=[aąeęoóu])/g, "")
    .match(/au|eu|[aąeęioóuy]/g)?.length ?? 1;

const syllables = (word: string, language: DraftLanguage): number =>
  isSpelt(word)
    ? 1
    : Math.min(MOST_SYLLABLES, language === "pl" ? syllablesPolish(word) : syllablesEnglish(word));

/**
 * Years of school that a reader needs, roughly; undefined for a short text. English: Flesch-Kincaid grade (Kincaid and others,
 * 1975). Polish: Gunning's fog index with words of four and more syllables as hard ones, as FOG-PL counts it (Pracownia
 * Prostej Polszczyzny, University of Wrocław): 7 to 9 is plain language.
 */
export function readingLevel(text: string, language: DraftLanguage): number | undefined {
  const words = wordsOf(text);
  const sentences = sentencesOf(text).length;
  if (words.length < FEWEST_WORDS || sentences === 0) return undefined;
  const counts = words.map((word) => syllables(word, language));
  if (language === "pl") {
    const hard = counts.filter((count) => count >= POLISH_HARD_SYLLABLES).length;
    return 0.4 * (words.length / sentences + (100 * hard) / words.length);
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  return 0.39 * (words.length / sentences) + 11.8 * (all / words.length) - 15.59;
}
