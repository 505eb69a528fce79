import type { Knowledge } from "../domain/knowledge.ts";
import { dose, number } from "../domain/say-amount.ts";
import type { TargetSet, Threshold } from "../domain/threshold-pack.ts";

type Of<Kind extends Threshold["kind"]> = Extract<Threshold, { kind: Kind }>;
type Known = Pick<Knowledge, "catalogue" | "methods">;

/** A threshold in words for a table: what it is about, and from which value on or under which circumstances. */
export function sayThreshold(threshold: Threshold, known: Known): { what: string; value: string } {
  const { catalogue } = known;
  const name = (id: string): string => catalogue.byId(id)?.name ?? id;
  const among = (target: TargetSet): string => sayTarget(target, known);
  switch (threshold.kind) {
    case "strength":
      return {
        what: name(threshold.substance),
        value: `more than ${dose(threshold.aboveMg)} per ${either(threshold.forms)}, ${sayBasis(threshold.basis)}`,
      };
    case "percent-by-weight":
      return {
        what: name(threshold.substance),
        value: `more than ${number(threshold.abovePercent)} % by weight${inForms(threshold.forms)}, ${sayBasis(threshold.basis)}`,
      };
    case "any-detection":
      return { what: among(threshold), value: sayDetection(threshold, among) };
    case "percentile":
      return { what: among(threshold), value: sayPercentile(threshold) };
    case "first-detection":
      return {
        what: among(threshold),
        value: `never found in the country before, in at least ${threshold.minimumSamples} samples`,
      };
    case "mismatch":
      return threshold.mismatch === "expected-absent"
        ? { what: "something psychoactive instead of what was expected", value: "any amount" }
        : { what: "something psychoactive that was not expected", value: "any amount" };
    case "late-onset":
      return sayLateOnset(threshold, among);
    case "combination":
      return {
        what: `${among(threshold.first)} together with ${among(threshold.second)}`,
        value: "any amount, unless all of it was expected",
      };
    case "cocktail":
      return {
        what: "psychoactive substances in one sample",
        value: `more than ${threshold.moreThan}${threshold.countAsOne.length > 0 ? `; each of these counts as one: ${among({ substances: [], classes: threshold.countAsOne, except: [] })}` : ""}`,
      };
    case "unknown-substance":
      return {
        what: "a name that the catalogue does not know",
        value: `found by ${either(threshold.methods.map((id) => known.methods.find(id)?.name ?? id))}`,
      };
  }
}

const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

const inForms = (forms: readonly string[] | undefined): string =>
  forms === undefined ? "" : `, ${either(forms)} only`;

const sayBasis = (basis: "base" | "salt" | "unspecified"): string =>
  basis === "unspecified" ? "the source names no basis" : `as ${basis}`;

function sayTarget({ substances, classes, except }: TargetSet, { catalogue }: Known): string {
  const name = (id: string): string => catalogue.byId(id)?.name ?? id;
  const className = (id: string): string =>
    catalogue.substanceClasses.find((one) => one.id === id)?.name ?? id;
  const all = [...classes.map(className), ...substances.map(name)].join(", ");
  return except.length > 0 ? `${all} (not ${except.map(name).join(", ")})` : all;
}

const whereExpected = (target: TargetSet | undefined, among: (target: TargetSet) => string): string =>
  target === undefined ? "" : `, where this was expected: ${among(target)}`;

function sayDetection(threshold: Of<"any-detection">, among: (target: TargetSet) => string): string {
  const { aboveMg, forms, whenExpected, insteadOfExpected } = threshold;
  const { levelWhenExpected, levelWhenUnknown, expectedAmong } = threshold;
  const it = expectedAmong === undefined ? "it" : `any of these (${among(expectedAmong)})`;
  const amount =
    aboveMg === undefined
      ? `any amount${inForms(forms)}`
      : `more than ${dose(aboveMg)} per ${forms ? either(forms) : "unit"}`;
  const instead = insteadOfExpected ? ", and none of that was found" : "";
  const expected =
    levelWhenExpected === undefined
      ? ""
      : levelWhenExpected === null
        ? `; nothing when ${it} was expected`
        : `; ${levelWhenExpected} when ${it} was expected`;
  const unknown = levelWhenUnknown ? `; ${levelWhenUnknown} when it is not known what was expected` : "";
  return `${amount}${whereExpected(whenExpected, among)}${instead}${expected}${unknown}`;
}

function sayPercentile({ percentile, timesMedian, days, minimumSamples, forms }: Of<"percentile">): string {
  const limits = [
    ...(percentile === undefined ? [] : [`above the ${percentile}th percentile`]),
    ...(timesMedian === undefined ? [] : [`at least ${timesMedian} times the median`]),
  ];
  return `${limits.join(" and ")} of the last ${days} days in the area, of at least ${minimumSamples} samples${inForms(forms)}`;
}

function sayLateOnset(
  threshold: Of<"late-onset">,
  among: (target: TargetSet) => string,
): { what: string; value: string } {
  const isNamed = threshold.substances.length + threshold.classes.length > 0;
  return {
    what: isNamed ? among(threshold) : "something psychoactive that acts later than what was expected",
    value: `${isNamed ? "any amount" : `its onset begins more than ${threshold.moreThanMinutes} minutes after the other's ends`}${whereExpected(threshold.whenExpected, among)}`,
  };
}
