import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { QuietHours, quietUntil, sayTimeOfDay } from "../src/domain/quiet-hours.ts";

const ZONES = [
  "UTC",
  "Europe/Warsaw",
  "Europe/London",
  "America/St_Johns",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Adelaide",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Africa/Casablanca",
];
const MINUTE_MS = 60_000;
const minutesOfDay = fc.integer({ min: 0, max: 1439 });
const hours = fc.record({ from: minutesOfDay, to: minutesOfDay, timeZone: fc.constantFrom(...ZONES) });
/** Any moment of three years, and often one near a change of the clocks in Europe. */
const moment = fc.oneof(
  fc.date({ min: new Date("2026-01-01"), max: new Date("2028-12-31"), noInvalidDate: true }),
  fc
    .tuple(fc.constantFrom("2026-03-29T01:00Z", "2026-10-25T01:00Z"), fc.integer({ min: -1500, max: 1500 }))
    .map(([change, minutes]) => new Date(new Date(change).getTime() + minutes * MINUTE_MS)),
);

const wallAt = (timeZone: string, at: Date): string =>
  at.toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
const parsed = (from: string, to: string, timeZone = "Europe/Warsaw") =>
  QuietHours.parse({ from, to, timeZone });
const until = (from: string, to: string, now: string, timeZone?: string) =>
  quietUntil(parsed(from, to, timeZone), new Date(now))?.toISOString();

describe("quiet hours", () => {
  it("end at their time of day, past midnight too", () => {
    expect(until("22:00", "08:00", "2026-07-04T21:30:00Z")).toBe("2026-07-05T06:00:00.000Z");
    expect(until("22:00", "08:00", "2026-07-05T05:59:59Z")).toBe("2026-07-05T06:00:00.000Z");
    expect(until("22:00", "08:00", "2026-07-05T06:00:00Z")).toBeUndefined();
    expect(until("22:00", "08:00", "2026-07-05T19:59:59Z")).toBeUndefined();
    expect(until("13:00", "15:15", "2026-07-05T08:00:00Z", "Asia/Kolkata")).toBe("2026-07-05T09:45:00.000Z");
  });

  it("go by the wall when clocks are put forward at night", () => {
    // In Warsaw 02:00 became 03:00 at 01:00 UTC.
    expect(until("22:00", "08:00", "2026-03-28T22:00:00Z")).toBe("2026-03-29T06:00:00.000Z");
    expect(until("22:00", "02:30", "2026-03-29T00:45:00Z")).toBe("2026-03-29T01:00:00.000Z");
    expect(until("02:15", "02:45", "2026-03-29T01:00:00Z")).toBeUndefined();
    // From 03:15 to 02:30: what there is between is all of the time that is not quiet.
    expect(until("03:15", "02:30", "2026-03-28T12:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
  });

  it("go by the wall when clocks are put back at night", () => {
    // In Warsaw 03:00 became 02:00 at 01:00 UTC.
    expect(until("22:00", "08:00", "2026-10-24T21:00:00Z")).toBe("2026-10-25T07:00:00.000Z");
    expect(until("22:00", "03:00", "2026-10-24T21:00:00Z")).toBe("2026-10-25T02:00:00.000Z");
    expect(until("22:00", "02:30", "2026-10-24T21:00:00Z")).toBe("2026-10-25T00:30:00.000Z");
  });

  it("from a time to itself are none", () => {
    expect(until("08:00", "08:00", "2026-07-05T06:00:00Z")).toBeUndefined();
  });

  test.prop([hours, moment])("hold only while the wall shows a time within them", (quiet, now) => {
    const there = wallAt(quiet.timeZone, now);
    const [from, to] = [sayTimeOfDay(quiet.from), sayTimeOfDay(quiet.to)];
    const isWithin = from <= to ? from <= there && there < to : there >= from || there < to;
    expect(quietUntil(quiet, now) !== undefined).toBe(isWithin);
  });

  test.prop([hours, moment])(
    "end once, after now, within 25 hours, when the wall shows their end",
    (quiet, now) => {
      const end = quietUntil(quiet, now);
      fc.pre(end !== undefined);
      expect(end.getTime()).toBeGreaterThan(now.getTime());
      expect(end.getTime()).toBeLessThanOrEqual(now.getTime() + 25 * 60 * MINUTE_MS);
      expect(quietUntil(quiet, end)).toBeUndefined();
      expect(quietUntil(quiet, new Date(end.getTime() - MINUTE_MS))).toEqual(end);
      const to = sayTimeOfDay(quiet.to);
      const [before, shown] = [new Date(end.getTime() - MINUTE_MS), end].map((at) =>
        wallAt(quiet.timeZone, at),
      );
      // Unless clocks were put forward past it at this very moment.
      if (shown !== to) expect([before! < to, to < shown!]).toEqual([true, true]);
    },
  );

  it("are refused with what would be right", () => {
    const wrong = QuietHours.safeParse({ from: "24:00", to: "8:00", timeZone: "Mars/Olympus" });
    expect(wrong.error?.issues.map(({ path, message }) => [path[0], message])).toEqual([
      ["from", "must be a time of day such as 22:30"],
      ["to", "must be a time of day such as 22:30"],
      ["timeZone", "must be an IANA time zone such as Europe/Warsaw"],
    ]);
  });

  it("know a zone however it is written, and one level comes through unless another is named", () => {
    expect(parsed("22:00", "08:00", "europe/WARSAW")).toEqual({
      from: 1320,
      to: 480,
      timeZone: "Europe/Warsaw",
      below: "red",
    });
  });
});
