import type { AlertContent, AlertText } from "./alert-content.ts";
import { emergencyNumber } from "./emergency-number.ts";
import type { Match } from "./match.ts";
import { gradeInWords } from "./say-method.ts";

/** What a draft is about, before it has words. */
export type DraftFacts = Omit<AlertContent, "texts">;

/** Shortens at a word so that the text holds at most `max` UTF-16 units. */
export function fit(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(/[\s,.;:–-]+$/, "").replace(/[\uD800-\uDBFF]$/, "")}…`;
}

const doseOf = ({ inputs }: Match): string => {
  const { valueMg, valuePercent } = inputs;
  if (typeof valueMg === "number")
    return valueMg < 1
      ? `${Number((valueMg * 1000).toPrecision(3))} µg`
      : `${Number(valueMg.toPrecision(3))} mg`;
  return typeof valuePercent === "number" ? `${Number(valuePercent.toPrecision(3))} %` : "";
};

const isStrength = (match: Match): boolean => match.kind === "strength" || match.kind === "percent-by-weight";
const thing = (facts: DraftFacts): string =>
  facts.form === "unknown" || facts.form === "other" ? "sample" : facts.form.replace("-", " ");

function headlines(facts: DraftFacts, chief: Match): Pick<AlertText, "headline" | "push"> {
  const { substance, area, expectedName } = facts;
  if (isStrength(chief)) {
    const about = facts.grade === "presumptive" ? "about " : "";
    const amount = `${about}${doseOf(chief)} ${substance.name} in one ${thing(facts)}`;
    return {
      headline: fit(`Start small and wait: ${amount} (${area.name})`, 160),
      push: fit(`Start small and wait: ${amount}. ${area.name}.`, 120),
    };
  }
  const seen = facts.grade === "presumptive" ? "a first test shows" : "found";
  const found = expectedName
    ? `Expected ${fit(expectedName, 40)}, ${seen} ${substance.name}`
    : atStart(
        `${substance.name} ${facts.grade === "presumptive" ? "in a first test of" : "found in"} a ${thing(facts)}`,
      );
  return {
    headline: fit(`${found} (${area.name})`, 160),
    push: fit(`${found}. ${area.name}. Open for what to do.`, 120),
  };
}

const sure = (facts: DraftFacts): string =>
  `How sure: ${gradeInWords(facts.grade)}${facts.grade === "presumptive" ? ", not yet confirmed" : ""}; by ${facts.methods.join(", ")}.`;

const sayDay = (day: string): string =>
  new Date(day).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });

/** An update says first that it is one, so that on a phone it does not read like the message before it. */
const asConfirmed = (text: string): string =>
  `Now confirmed: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;

const days = ({ resultsFrom, resultsTo }: DraftFacts): string =>
  resultsFrom === resultsTo ? sayDay(resultsFrom) : `${sayDay(resultsFrom)} to ${sayDay(resultsTo)}`;

/** Names of substances are written small inside a sentence and with a capital at its start. */
const atStart = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

function summary(facts: DraftFacts, chief: Match): string {
  const { substance, area, expectedName, samples, appearance } = facts;
  const what = isStrength(chief)
    ? `${doseOf(chief)} of ${substance.name} was measured in one ${thing(facts)}. That is more than most people expect in one.`
    : atStart(`${substance.name} was found${expectedName ? ` where ${expectedName} was expected` : ""}.`);
  return [
    `${what} Area: ${area.name}. Results: ${days(facts)}. Samples: ${samples}.`,
    sure(facts),
    appearance
      ? `It looked like this: ${appearance}. Look alone tells nothing: the same look can hold something else, and another look the same.`
      : "The look tells nothing: what is inside differs even between units that look the same.",
  ].join("\n");
}

const SEDATING = ["opioid", "alpha-2-agonist", "benzodiazepine", "depressant"];

function instruction(facts: DraftFacts, chief: Match): string {
  const call = emergencyNumber(facts.area.code);
  const sedating = facts.substanceClasses.some((one) => SEDATING.includes(one));
  const hasOpioid = facts.substanceClasses.some((one) => one === "opioid" || one === "alpha-2-agonist");
  return [
    ...(isStrength(chief)
      ? ["If you take it: start with a small part of one and wait at least two hours before any more."]
      : ["If you have it: have it tested first, or leave it out."]),
    "Do not use alone. Tell someone what you took and when.",
    "Do not mix it with alcohol or with other substances.",
    ...(sedating
      ? [
          `Hard to wake, slow or no breathing, blue lips: call ${call} at once, put the person on their side and stay.`,
        ]
      : [
          `Very hot, cramps, confusion, a seizure or chest pain: call ${call} at once and stay with the person.`,
        ]),
    ...(hasOpioid
      ? ["Give naloxone if you have it. It may not reverse everything: keep watching the breathing."]
      : []),
  ].join("\n");
}

/**
 * The machine's first words in English, for a person to edit. The action comes first; nothing praises or frightens.
 * `confirms` when an earlier revision was published on a less sure result.
 */
export function draftTextEnglish(facts: DraftFacts, chief: Match, confirms: boolean): AlertText {
  const { headline, push } = headlines(facts, chief);
  return {
    headline: confirms ? fit(asConfirmed(headline), 160) : headline,
    push: confirms ? fit(asConfirmed(push), 120) : push,
    summary: summary(facts, chief),
    instruction: instruction(facts, chief),
  };
}

/** The words of a withdrawal: what it was about, why it is withdrawn, and that this is no all-clear. */
export function withdrawalTextEnglish(facts: DraftFacts, reason: string): AlertText {
  const about = `the alert about ${facts.substance.name} in a ${thing(facts)}`;
  return {
    headline: fit(`Withdrawn: ${about} (${facts.area.name})`, 160),
    push: fit(`Withdrawn: ${about}, ${facts.area.name}. Supply still varies.`, 120),
    summary: `This alert is withdrawn because ${reason.replace(/[.\s]+$/, "")}. Supply still varies.`,
    instruction:
      "This is no all-clear: what is sold under one name still varies from day to day.\nHave what you have tested where you can.",
  };
}
