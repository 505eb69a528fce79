/** The languages in which the machine drafts. Every draft is written in all of them, never in parts. */
export const DRAFT_LANGUAGES = ["en", "pl"] as const;
export type DraftLanguage = (typeof DRAFT_LANGUAGES)[number];

/** One thing said in every language, so that none can be forgotten. */
export type InEachLanguage<Said> = Record<DraftLanguage, Said>;

/** Says something once for every language. */
export const inEachLanguage = <Said>(say: (language: DraftLanguage) => Said): InEachLanguage<Said> => ({
  en: say("en"),
  pl: say("pl"),
});
