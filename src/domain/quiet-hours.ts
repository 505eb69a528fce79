import * as z from "zod";
import { Level } from "./level.ts";

const MINUTES_A_DAY = 24 * 60;
const MINUTE_MS = 60_000;

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 22:30")
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const openClock = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The zone's one spelling, so that "europe/warsaw" is no other zone than "Europe/Warsaw"; undefined when there is none. */
const findTimeZone = (name: string): string | undefined => {
  try {
    return openClock(name).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

const timeZone = z
  .string()
  .max(60)
  .refine((name) => findTimeZone(name) !== undefined, "must be an IANA time zone such as Europe/Warsaw")
  .transform((name) => findTimeZone(name) ?? name);

/** When somebody does not want to be woken: alerts below a level wait until the end of these hours, and then come. */
export const QuietHours = z.strictObject({
  /** Times of day in `timeZone`, taken in as "22:00", kept as minutes after midnight. The hours may go past midnight. */
  from: timeOfDay,
  to: timeOfDay,
  timeZone,
  /** Alerts of this level and above come at once all the same. */
  below: Level.default("red"),
});
export type QuietHours = z.infer<typeof QuietHours>;

/** "22:00" of minutes after midnight. */
export const sayTimeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes after midnight that a clock on the wall shows there, `minute` minutes after 1970 began. */
function wallAt(zone: string, minute: number): number {
  const clock = clocks.get(zone) ?? openClock(zone);
  clocks.set(zone, clock);
  const [hours = 0, minutes = 0] = clock
    .format(minute * MINUTE_MS)
    .split(":")
    .map(Number);
  return hours * 60 + minutes;
}

/** Minutes from one time of day to the next time that it is another. */
const between = (from: number, to: number): number => (to - from + MINUTES_A_DAY) % MINUTES_A_DAY;

/**
 * The first minute after `start` and up to `end` at which the clocks there had been changed since `start`; undefined when none
 * was. They are never changed twice within a day.
 */
function firstChanged(zone: string, start: number, end: number): number | undefined {
  const wall = wallAt(zone, start);
  const isChanged = (minute: number) =>
    between(wall, wallAt(zone, minute)) !== (minute - start) % MINUTES_A_DAY;
  if (!isChanged(end)) return undefined;
  let [before, changed] = [start, end];
  while (changed - before > 1) {
    const middle = Math.floor((before + changed) / 2);
    if (isChanged(middle)) changed = middle;
    else before = middle;
  }
  return changed;
}

/**
 * When the quiet hours end that are under way at `now`, by the clock on the wall: also where it is put forward or back
 * meanwhile. Undefined while there are none. Hours from a time to itself are none.
 */
export function quietUntil(
  { from, to, timeZone: zone }: Pick<QuietHours, "from" | "to" | "timeZone">,
  now: Date,
): Date | undefined {
  const start = Math.floor(now.getTime() / MINUTE_MS);
  for (let minute = start; ;) {
    const wall = wallAt(zone, minute);
    const isQuiet = between(from, wall) < between(from, to);
    if (!isQuiet) return minute === start ? undefined : new Date(minute * MINUTE_MS);
    const end = minute + between(wall, to);
    minute = firstChanged(zone, minute, end) ?? end;
  }
}
