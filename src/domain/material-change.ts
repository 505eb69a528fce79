import type { AlertContent } from "./alert-content.ts";

/**
 * What makes a new revision news: the reason in words ("the level went from caution to red"), or undefined when it is not.
 *
 * Most feed readers know an entry by its id and never show a known one again, so what people must act upon differently needs a
 * new entry, and what does not must not disturb them twice. Material is what decides whom it concerns, how serious and how sure
 * it is, and what to do: level, grade, substance, expected name, form, area, audience, the instruction, and for how long it is
 * meant to hold. Minor is how the same thing is said or supported: headline, summary and push text, appearance, samples, dates,
 * reasons, methods, and a further translation. A publication always begins a new term, so a later end alone is minor as well:
 * only another length of the term is a decision of somebody.
 */
export function materialChange(before: AlertContent, after: AlertContent): string | undefined {
  for (const [name, read] of MATERIAL_FIELDS) {
    const [was, is] = [read(before), read(after)];
    if (was !== is) return `the ${name} went from ${was} to ${is}`;
  }
  return instructionChange(before, after);
}

const MATERIAL_FIELDS: readonly [string, (content: AlertContent) => string][] = [
  ["level", ({ level }) => level],
  ["audience", ({ audience }) => audience],
  ["grade", ({ grade }) => grade],
  ["substance", ({ substance }) => `${substance.name} (${substance.id})`],
  ["expected name", ({ expectedName }) => expectedName ?? "not known"],
  ["form", ({ form }) => form],
  ["area", ({ area }) => area.code],
  ["term", ({ expiresAfterDays }) => `${expiresAfterDays} days`],
];

/** Compared in the languages that both are written in: a translation that is added changes nothing for those who read the other. */
function instructionChange(before: AlertContent, after: AlertContent): string | undefined {
  const shared = Object.entries(before.texts).flatMap(([language, was]) => {
    const is = after.texts[language];
    return is ? [{ language, was: was.instruction, is: is.instruction }] : [];
  });
  if (shared.length === 0) return "it is said in another language";
  const changed = shared.find(({ was, is }) => words(was) !== words(is));
  return changed && `the instruction changed (${changed.language})`;
}

/** Line breaks and spaces do not change what to do. */
const words = (text: string): string => text.replace(/\s+/g, " ").trim();
