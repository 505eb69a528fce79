const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** The Thursday, by UTC, of the week in which an instant lies. ISO 8601 gives a week to the year of its Thursday. */
function thursdayOf(at: Date): Date {
  const day = Math.floor(at.getTime() / DAY_MS);
  const daysAfterMonday = (((day + 3) % 7) + 7) % 7; // 1 January 1970 was a Thursday
  return new Date((day - daysAfterMonday + 3) * DAY_MS);
}

/** The ISO week of an instant by UTC, with the month and the year that it belongs to. */
export interface IsoWeek {
  /** "2026-W27" */
  week: string;
  /** "2026-07": the month of the week's Thursday, so that a week lies in one month. */
  month: string;
  /** "2026" */
  year: string;
}

/** Works for the years 0 to 9999. */
export function isoWeekOf(at: Date): IsoWeek {
  const thursday = thursdayOf(at);
  const [year = "", month = ""] = thursday.toISOString().split("-");
  const number = Math.floor((thursday.getTime() - Date.parse(`${year}-01-01`)) / WEEK_MS) + 1;
  return { week: `${year}-W${String(number).padStart(2, "0")}`, month: `${year}-${month}`, year };
}

/** The month of a week's Thursday: "2026-07" of "2026-W27". */
export function monthOfWeek(week: string): string {
  const [year = "", number = ""] = week.split("-W");
  const thursday = thursdayOf(new Date(`${year}-01-04`)).getTime() + (Number(number) - 1) * WEEK_MS;
  return new Date(thursday).toISOString().slice(0, 7);
}

/** The Monday, 00:00 UTC, with which the week of an instant begins. */
export const mondayOf = (at: Date): Date => new Date(thursdayOf(at).getTime() - 3 * DAY_MS);
