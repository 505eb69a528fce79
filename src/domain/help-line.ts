import * as z from "zod";
import type { DraftLanguage } from "./draft-language.ts";
import { plainText } from "./plain-text.ts";

const InWords = z.strictObject({ en: plainText(120), pl: plainText(120) });

/** Where people can talk to somebody. Emergency numbers are not among them: those stand in every alert, whatever the date. */
export const HelpLine = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** The area that it serves, ISO 3166-1 or 3166-2; it is named in every alert that lies in it. */
  area: z.string(),
  name: InWords,
  /** As people dial it, or a web address. */
  contact: plainText(80),
  /** When somebody answers. */
  hours: InWords,
  /** Languages that are spoken there, ISO 639-1. */
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).min(1),
  /** Where the number was read. */
  source: z.string().min(1),
  /** The day on which somebody last compared the number with its source. A wrong number costs a life as a wrong result does. */
  verifiedOn: z.iso.date("must be the day on which the number was last checked, such as 2026-11-22"),
  note: z.string().optional(),
});
export type HelpLine = z.infer<typeof HelpLine>;

export const HelpLineFile = z.strictObject({ version: z.string(), helpLines: z.array(HelpLine) });

/** A number is trusted for this many months after somebody checked it. */
const TRUSTED_MONTHS = 12;

/** Whether the number was checked within the last twelve months. A day that has not come yet is a slip, and not trusted. */
export function isVerified({ verifiedOn }: HelpLine, now: Date): boolean {
  const from = new Date(now);
  from.setUTCMonth(from.getUTCMonth() - TRUSTED_MONTHS);
  const day = (at: Date) => at.toISOString().slice(0, 10);
  return day(from) <= verifiedOn && verifiedOn <= day(now);
}

/** The lines that an alert in this area names, `path` as an area's path, its own area first. Unverified ones are left out. */
export const helpLinesFor = (lines: readonly HelpLine[], path: readonly string[], now: Date): HelpLine[] =>
  lines
    .filter((line) => path.includes(line.area) && isVerified(line, now))
    .toSorted((a, b) => path.indexOf(a.area) - path.indexOf(b.area));

/** The lines that no draft names any more until somebody checks them. */
export const unverifiedHelpLines = (lines: readonly HelpLine[], now: Date): HelpLine[] =>
  lines.filter((line) => !isVerified(line, now));

/** One line of an alert: who, which number, when. */
export const sayHelpLine = ({ name, contact, hours }: HelpLine, language: DraftLanguage): string =>
  language === "pl"
    ? `Porozmawiaj z kimś: ${name.pl}, ${contact} (${hours.pl}).`
    : `Talk to somebody: ${name.en}, ${contact} (${hours.en}).`;
