import { DRAFT_LANGUAGES, type InEachLanguage } from "../domain/draft-language.ts";
import type { FLOORS, Period } from "../domain/feed-name.ts";
import type { Level } from "../domain/level.ts";
import type { Grade } from "../domain/method.ts";
import { sayGrade } from "./say-grade.ts";
import { LEVEL_WORDS } from "./say-level.ts";

/** What feeds and CAP documents say around the words of an alert. Never an all-clear. */
export interface FeedWords {
  /** BCP 47, for dates. */
  locale: string;
  /** Put before the headline, each with its colon. */
  update: string;
  replaced: string;
  withdrawn: string;
  expired: string;
  levels: Record<Level, string>;
  grades: Record<Grade, string>;
  howSure: string;
  whatToDo: string;
  validUntil: (when: string) => string;
  hasExpired: (when: string) => string;
  wasReplaced: (when: string, by: string) => string;
  isWithdrawn: (because: string | undefined) => string;
  source: (sender: string) => string;
  /** CAP `event`. */
  event: string;
  everything: string;
  floors: Record<(typeof FLOORS)[number], string>;
  periods: Record<Period, string>;
  about: (subject: string) => string;
  capIndex: string;
}

const levelNames = (name: (level: Level) => string): Record<Level, string> => ({
  information: name("information"),
  caution: name("caution"),
  warning: name("warning"),
  red: name("red"),
});

const WORDS: InEachLanguage<FeedWords> = {
  en: {
    locale: "en-GB",
    update: "Update:",
    replaced: "Replaced:",
    withdrawn: "Withdrawn:",
    expired: "Expired:",
    levels: levelNames((level) => LEVEL_WORDS[level].name),
    grades: {
      presumptive: sayGrade("presumptive"),
      "confirmed-identity": sayGrade("confirmed-identity"),
      "confirmed-quantity": sayGrade("confirmed-quantity"),
    },
    howSure: "How sure:",
    whatToDo: "What to do now",
    validUntil: (when) => `Valid until ${when}.`,
    hasExpired: (when) =>
      `This alert expired on ${when}. That it has ended does not mean that the risk has. Supply still varies.`,
    wasReplaced: (when, by) => `On ${when} this was replaced by a newer alert: ${by}`,
    isWithdrawn: (because) =>
      `This alert is withdrawn${because === undefined ? "" : ` because: ${because}`}. Supply still varies: what is sold tomorrow can differ from what was tested.`,
    source: (sender) => `Source: ${sender}.`,
    event: "Drug alert",
    everything: "all alerts",
    floors: {
      all: "all levels",
      information: "information and graver",
      caution: "caution and graver",
      warning: "warnings and red alerts",
      red: "red alerts",
    },
    periods: { day: "last 24 hours", week: "last 7 days", month: "last 30 days" },
    about: (subject) =>
      `Alerts from drug checking, ${subject}. No alert is not proof that anything is without risk.`,
    capIndex: "index of CAP documents",
  },
  pl: {
    locale: "pl",
    update: "Aktualizacja:",
    replaced: "Zastąpiono:",
    withdrawn: "Wycofano:",
    expired: "Wygasło:",
    levels: { information: "Informacja", caution: "Uwaga", warning: "Ostrzeżenie", red: "Czerwony alert" },
    grades: {
      presumptive: "Wstępnie. Wskazuje na to pierwszy test; wynik nie jest jeszcze potwierdzony.",
      "confirmed-identity": "Potwierdzono, co to jest. Nie potwierdzono, ile tego jest.",
      "confirmed-quantity": "Potwierdzono, co to jest i ile tego jest.",
    },
    howSure: "Na ile to pewne:",
    whatToDo: "Co teraz zrobić",
    validUntil: (when) => `Obowiązuje do: ${when}.`,
    hasExpired: (when) =>
      `Ten alert wygasł: ${when}. To, że wygasł, nie znaczy, że ryzyko zniknęło. Skład wciąż się zmienia.`,
    wasReplaced: (when, by) => `Zastąpiono nowszym alertem (${when}): ${by}`,
    isWithdrawn: (because) =>
      `Ten alert wycofano.${because === undefined ? "" : ` Powód: ${because}.`} Skład wciąż się zmienia: to, co sprzedaje się jutro, może różnić się od tego, co zbadano.`,
    source: (sender) => `Źródło: ${sender}.`,
    event: "Alert narkotykowy",
    everything: "wszystkie alerty",
    floors: {
      all: "wszystkie poziomy",
      information: "informacje i poważniejsze",
      caution: "uwagi i poważniejsze",
      warning: "ostrzeżenia i czerwone alerty",
      red: "czerwone alerty",
    },
    periods: { day: "ostatnie 24 godziny", week: "ostatnie 7 dni", month: "ostatnie 30 dni" },
    about: (subject) =>
      `Alerty z badań składu substancji, ${subject}. Brak alertu nie dowodzi, że coś jest wolne od ryzyka.`,
    capIndex: "spis dokumentów CAP",
  },
};

/** In English where feeds have no words of their own in a language. */
export const feedWords = (language: string): FeedWords =>
  WORDS[DRAFT_LANGUAGES.find((one) => one === language) ?? "en"];

/** "4 July 2026, 19:05 UTC". The zone is always said: readers are in several. */
export function sayInstantIn({ locale }: FeedWords, at: Date): string {
  const day = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(at);
  return `${day}, ${at.toISOString().slice(11, 16)} UTC`;
}
