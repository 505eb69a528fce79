import type { AlertContent, AlertText } from "./alert-content.ts";
import { DRAFT_LANGUAGES, type DraftLanguage } from "./draft-language.ts";
import { ENGLISH_WORDS } from "./lint-words-english.ts";
import { POLISH_WORDS } from "./lint-words-polish.ts";
import { readingLevel, sentencesOf, wordsOf } from "./reading-level.ts";
import type { WordField, WordRule } from "./word-rule.ts";

/** Something to change in a text. One that is refused keeps the alert from being approved; a warning is advice. */
export interface TextRemark {
  severity: "refuse" | "warn";
  /** ISO 639-1; undefined for the looks, which stand beside every language. */
  language: string | undefined;
  field: WordField;
  /** The words it is about, as they stand in the text. */
  words: string;
  because: string;
}

const LONGEST_SENTENCE_WORDS = 25;
/** Years of school; in Polish, where every inflected word is longer, one more. */
const HIGHEST_READING_LEVEL: Record<DraftLanguage, number> = { en: 9, pl: 10 };
/** Longer than this, words that a remark quotes are shortened. */
const QUOTED_LENGTH = 60;

const WORDS: Record<DraftLanguage, readonly WordRule[]> = { en: ENGLISH_WORDS, pl: POLISH_WORDS };
const isDrafted = (language: string): language is DraftLanguage =>
  DRAFT_LANGUAGES.some((known) => known === language);

/** What is refused in one language is refused in all: "safe" is understood everywhere. */
const REFUSED = DRAFT_LANGUAGES.flatMap((language) => WORDS[language]).filter(
  ({ severity }) => severity === "refuse",
);
const rulesFor = (language: string): readonly WordRule[] => [
  ...REFUSED,
  ...(isDrafted(language) ? WORDS[language].filter(({ severity }) => severity === "warn") : []),
];

type Remark = Pick<TextRemark, "severity" | "words" | "because">;

const warn = (words: string, because: string): Remark => ({
  severity: "warn",
  words: words.length > QUOTED_LENGTH ? `${words.slice(0, QUOTED_LENGTH)}…` : words,
  because,
});

function remarksOnWords(text: string, field: WordField, rules: readonly WordRule[]): Remark[] {
  return rules
    .filter(({ fields }) => !fields || fields.includes(field))
    .filter(({ unless }) => !unless || text.search(unless) < 0)
    .flatMap(({ severity, words, because }) =>
      [...new Set(text.match(words))].map((found) => ({ severity, words: found, because })),
    );
}

/** Single words that are written in capitals only to shout; any other may be the name of a substance, such as ACHMINACA. */
const SHOUTS =
  /^(?:WARNING|DANGER\p{Lu}*|ALERT|URGENT|ATTENTION|NEVER|DEADLY|STOP|UWAGA|ALARM|PILNE|NIGDY|OSTRZEŻENIE|NIEBEZPIECZ\p{Lu}*|ŚMIER\p{Lu}*)$/u;

/** Words in capitals that are read as words: such a single one, or several side by side. Abbreviations (MDMA) hold fewer vowels. */
const shouted = (text: string): string[] =>
  (text.match(/(?<![\p{L}\p{N}-])\p{Lu}{3,}(?:\s+\p{Lu}{3,})*(?![\p{L}\p{N}-])/gu) ?? []).filter(
    (words) => SHOUTS.test(words) || (/\s/.test(words) && (words.match(/[AEIOUYÓĄĘ]/g)?.length ?? 0) >= 2),
  );

const isRead = (field: WordField): boolean => field === "summary" || field === "instruction";

function tooHard(text: string, language: DraftLanguage): Remark[] {
  const level = readingLevel(text, language);
  const highest = HIGHEST_READING_LEVEL[language];
  if (level === undefined || level <= highest) return [];
  return [
    warn(
      text,
      `needs about ${level.toFixed(1)} years of school, more than ${highest}; shorter sentences and words reach more people`,
    ),
  ];
}

function remarksOnForm(text: string, field: WordField, language: string): Remark[] {
  const capitals = shouted(text).map((words) => warn(words, "shouts; write it in small letters"));
  const marks = text.includes("!") ? [warn("!", "shouts; a full stop is enough")] : [];
  const long = sentencesOf(text)
    .filter((sentence) => wordsOf(sentence).length > LONGEST_SENTENCE_WORDS)
    .map((sentence) =>
      warn(sentence, `is a sentence of more than ${LONGEST_SENTENCE_WORDS} words; make two of it`),
    );
  const hard = isDrafted(language) && isRead(field) ? tooHard(text, language) : [];
  return [...capitals, ...marks, ...long, ...hard];
}

/**
 * What to change in the words of an alert, field by field: refused words first, then warnings. A language without a list of
 * its own is checked for what is refused and for its form. Pure.
 */
export function lintText(text: AlertText, language: string): TextRemark[] {
  const fields = ["headline", "push", "summary", "instruction"] as const;
  return fields
    .flatMap((field) =>
      [
        ...remarksOnWords(text[field], field, rulesFor(language)),
        ...remarksOnForm(text[field], field, language),
      ].map((remark): TextRemark => ({ ...remark, language, field })),
    )
    .toSorted((a, b) => Number(b.severity === "refuse") - Number(a.severity === "refuse"));
}

/** The remarks on everything in an alert that a person can word: its texts in every language, and its looks. */
export function lintContent({ texts, appearance }: Pick<AlertContent, "texts" | "appearance">): TextRemark[] {
  const looks = appearance === undefined ? [] : remarksOnWords(appearance, "appearance", REFUSED);
  return [
    ...looks.map((remark): TextRemark => ({ ...remark, language: undefined, field: "appearance" })),
    ...Object.entries(texts).flatMap(([language, text]) => lintText(text, language)),
  ];
}

/** What keeps an alert with these words from being published. */
export const refusedWords = (content: Pick<AlertContent, "texts" | "appearance">): TextRemark[] =>
  lintContent(content).filter(({ severity }) => severity === "refuse");

/** A remark as one sentence that begins with the words. */
export const sayRemark = ({ words, because }: TextRemark): string => `“${words}” ${because}.`;
