/** A field of an alert's text, or its looks, which stand beside every language. */
export type WordField = "headline" | "push" | "summary" | "instruction" | "appearance";

/** Words that an alert should not use. "refuse" stops the approval, "warn" tells the reviewer. */
export interface WordRule {
  severity: "refuse" | "warn";
  /** Global, with the flags i and u. */
  words: RegExp;
  /** A clause that ends a sentence beginning with the words. */
  because: string;
  /** Where it counts; everywhere when absent. */
  fields?: readonly WordField[];
  /** Not counted in a field that holds one of these words. */
  unless?: RegExp;
}

/**
 * Makes a pattern that fits whole words only, whatever the alphabet (`\b` knows ASCII alone). A space in it stands for any
 * white space.
 */
export const wholeWords = (pattern: string): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${pattern.replaceAll(" ", "\\s+")})(?!\\p{L})`, "giu");
