import * as z from "zod";

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);

const PARTS: Record<string, string> = {
  YYYY: "(?<year>\\d{4})",
  MM: "(?<month>\\d{1,2})",
  Mon: "(?<name>[a-z]{3,9})\\.?",
  DD: "(?<day>\\d{1,2})",
};
const ISO =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:T(?:\d{2}:?){2,3}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Whether a text is a date format: YYYY and a month (MM or Mon), perhaps DD, in any order with separators; or ISO. */
export function isDateFormat(format: string): boolean {
  if (format === "ISO") return true;
  const parts: string[] = format.match(/YYYY|MM|Mon|DD|[A-Za-z]+/g) ?? [];
  const months = parts.filter((part) => part === "MM" || part === "Mon").length;
  return (
    parts.every((part) => part in PARTS) &&
    new Set(parts).size === parts.length &&
    parts.includes("YYYY") &&
    months === 1
  );
}

const Day = z.iso.date();
const patterns = new Map<string, RegExp>([["ISO", ISO]]);

function patternOf(format: string): RegExp {
  const known = patterns.get(format);
  if (known) return known;
  const source = format
    .split(/(YYYY|MM|Mon|DD)/)
    .map((part) => PARTS[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"))
    .join("");
  const pattern = new RegExp(`^${source}$`, "i");
  patterns.set(format, pattern);
  return pattern;
}

/**
 * The day that a text means in the first format that fits, as YYYY-MM-DD; the first of the month where the format has no day.
 * Undefined when no format fits or there is no such day (31 February).
 */
export function parseDate(text: string, formats: readonly string[]): string | undefined {
  for (const format of formats) {
    const found = patternOf(format).exec(text.trim())?.groups;
    if (!found) continue;
    const name = found["name"]?.toLowerCase();
    const month =
      name === undefined ? Number(found["month"]) : MONTHS.findIndex((full) => full.startsWith(name)) + 1;
    const day = [found["year"], String(month).padStart(2, "0"), (found["day"] ?? "1").padStart(2, "0")].join(
      "-",
    );
    if (Day.safeParse(day).success) return day;
  }
  return undefined;
}
