import type { AlertContent, AlertText } from "./alert-content.ts";
import type { Danger } from "./danger.ts";
import type { HelpLine } from "./help-line.ts";
import type { Match } from "./match.ts";

/** What a draft is about, before it has words. */
export type DraftFacts = Omit<AlertContent, "texts">;

/** What the words name, as it is called in their language. Undefined: not known, or not to be said. */
export interface DraftNames {
  substance: string;
  expected: string | undefined;
  /** What else was found in the same sample. */
  beside: readonly string[];
  area: string;
  methods: readonly string[];
  looks: string | undefined;
}

/** Everything from which a text in one language is written. */
export interface Drafting {
  facts: DraftFacts;
  chief: Match;
  names: DraftNames;
  /** Of what the alert is about first. */
  dangers: readonly [Danger, ...Danger[]];
  /** Only lines whose number was checked of late. */
  helpLines: readonly HelpLine[];
  /** Whether an earlier revision was published on a less sure result. */
  confirms: boolean;
}

const HEADLINE_LENGTH = 160;
const PUSH_LENGTH = 120;
/** Names longer than this are cut in headline and push, so that the end of the message is never lost. */
const NAME_LENGTH = 36;

/** Shortens at a word so that the text holds at most `max` UTF-16 units. */
export function fit(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(/[\s,.;:–-]+$/, "").replace(/[\uD800-\uDBFF]$/, "")}…`;
}

export const fitName = (name: string): string => fit(name, NAME_LENGTH);

/** A text within the lengths of the schema. Lines that say nothing are left out. */
export const textOf = (
  headline: string,
  push: string,
  summary: readonly (string | undefined)[],
  instruction: readonly (string | undefined)[],
): AlertText => ({
  headline: fit(headline, HEADLINE_LENGTH),
  push: fit(push, PUSH_LENGTH),
  summary: inLines(summary),
  instruction: inLines(instruction),
});

const inLines = (lines: readonly (string | undefined)[]): string =>
  lines.filter((line) => line !== undefined && line !== "").join("\n");

/** The amount that crossed the threshold, with its unit: "214 mg", "250 µg", "41 %". Empty where there is none. */
export function sayAmount({ inputs }: Match, decimalPoint: "." | ","): string {
  const { valueMg, valuePercent } = inputs;
  const number = (value: number) => String(Number(value.toPrecision(3))).replace(".", decimalPoint);
  if (typeof valueMg === "number")
    return valueMg < 1 ? `${number(valueMg * 1000)} µg` : `${number(valueMg)} mg`;
  return typeof valuePercent === "number" ? `${number(valuePercent)} %` : "";
}

/** The days of the results in words, as one day or as a span. `locale` as in BCP 47. */
export function sayDays({ resultsFrom, resultsTo }: DraftFacts, locale: string, to: string): string {
  const say = (day: string) =>
    new Date(day).toLocaleDateString(locale, {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
  return resultsFrom === resultsTo ? say(resultsFrom) : `${say(resultsFrom)} ${to} ${say(resultsTo)}`;
}

/** Names of substances are written small inside a sentence and with a capital at its start. */
export const atStart = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Forms of which people take one: a part of one is something that they can measure. */
export const isCountable = ({ form }: DraftFacts): boolean =>
  form === "tablet" || form === "capsule" || form === "blotter" || form === "edible";

/** Whether it acts later than what was expected, and nothing else in the text says so. */
export const mustWarnOfLateStart = ({ chief, dangers }: Drafting): boolean =>
  chief.kind === "late-onset" && !dangers.some(({ startsLate }) => startsLate);
