import { editDistance } from "./edit-distance.ts";

/** Shorter words are too often another word ("heron", "space") or an abbreviation in which every letter counts ("MDEA"). */
const SHORTEST_KEY = 6;
/** A whole consonant too many or too few is a slip only in a long name. */
const SHORTEST_KEY_WITH_ANOTHER_CONSONANT = 7;
/** Two vowels at least: what is spelled out ("bk-MDMA", "bk-MDDMA") is copied rather than heard. */
const SAID_NOT_SPELLED = /^[a-z0-9]*[aeiouy][a-z0-9]*[aeiouy][a-z0-9]*$/;
const digitsOf = (key: string): string => key.replace(/[^0-9]/g, "");

/**
 * Whether a folded word is a name as people misspell it: they hear it, so the vowels, doubled letters and letters that sound
 * alike go wrong ("diazipam", "buprenorfine", "zolpidiam"). Consonants tell one drug from the next (lorazepam, lormetazepam;
 * ethylone, methylone), so a replaced consonant, like another digit, makes another word.
 */
export function isMisspelling(written: string, name: string): boolean {
  const shorter = Math.min(written.length, name.length);
  if (shorter < SHORTEST_KEY || !SAID_NOT_SPELLED.test(written) || !SAID_NOT_SPELLED.test(name)) return false;
  if (digitsOf(written) !== digitsOf(name)) return false;
  const edits = editDistance(written, name);
  if (soundOf(written) === soundOf(name)) return edits <= mostSlips(shorter);
  const oneMoreOrLess = edits === 1 && written.length !== name.length && countOfM(written) === countOfM(name);
  return oneMoreOrLess && shorter >= SHORTEST_KEY_WITH_ANOTHER_CONSONANT && written[0] === name[0];
}

/** An M more or less makes methyl of ethyl. */
const countOfM = (key: string): number => key.split("m").length;

const mostSlips = (length: number): number => (length >= 7 ? 3 : 2);

/** The first sound and the consonants after it, one letter for each sound; every vowel at the beginning is "A". */
function soundOf(key: string): string {
  const consonants = key
    .replace(/^[aeiouy]+/, "A")
    .replace(/ph/g, "f")
    .replace(/x/g, "ks")
    .replace(/c(?=[eiy])|z/g, "s")
    .replace(/[cq]/g, "k")
    .replace(/m$/, "n");
  return (consonants.slice(0, 1) + consonants.slice(1).replace(/[aeiouyh]/g, "")).replace(/(.)\1+/g, "$1");
}
