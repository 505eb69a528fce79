const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? "" : "s"}`;

/** A length of time in its largest whole unit: "25 minutes", "3 hours", "2 days". Under a minute: "less than a minute". */
export function sayDuration(durationMs: number): string {
  if (durationMs < MINUTE_MS) return "less than a minute";
  if (durationMs < HOUR_MS) return count(Math.floor(durationMs / MINUTE_MS), "minute");
  if (durationMs < 2 * DAY_MS) return count(Math.floor(durationMs / HOUR_MS), "hour");
  return count(Math.floor(durationMs / DAY_MS), "day");
}

/** How long ago: "just now", "25 minutes ago". An instant that is not past is "just now": clocks differ. */
export function sayAge(at: Date, now: Date): string {
  const ageMs = now.getTime() - at.getTime();
  return ageMs < MINUTE_MS ? "just now" : `${sayDuration(ageMs)} ago`;
}

/** "21 November 2026", by UTC. */
export const sayDay = (at: Date): string => DAY.format(at);

/** "21 November 2026, 22:15 UTC". The zone is always said: readers are in several. */
export const sayInstant = (at: Date): string => `${sayDay(at)}, ${at.toISOString().slice(11, 16)} UTC`;

/** Two calendar days (YYYY-MM-DD) as one phrase: "21 November 2026", or "19 November 2026 to 21 November 2026". */
export function sayDays(from: string, to: string): string {
  const first = sayDay(new Date(`${from}T00:00:00Z`));
  return from === to ? first : `${first} to ${sayDay(new Date(`${to}T00:00:00Z`))}`;
}
