import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  FIRST_WINDOW,
  LARGEST_WINDOW,
  narrowWindow,
  type SendingWindow,
  widenWindow,
} from "../src/domain/sending-window.ts";

const someSize = fc.integer({ min: 1, max: LARGEST_WINDOW });
const windowOf = (size: number): SendingWindow => ({ size, accepted: 0, halvedAt: 0 });
const widenTimes = (window: SendingWindow, times: number) =>
  Array.from({ length: times }).reduce<SendingWindow>((now) => widenWindow(now), window);

/** What a push service did with the messages sent so far: each answer belongs to one of them. */
const someAnswers = fc.array(
  fc.record({ kind: fc.constantFrom("accepted", "too much"), age: fc.nat({ max: 120 }) }),
  { maxLength: 400 },
);

describe("how many messages may be under way to a push service", () => {
  it("is 32 before anything is known", () => {
    expect(FIRST_WINDOW.size).toBe(32);
  });

  test.prop([someAnswers])("is never less than one nor more than 100, whatever it answers", (answers) => {
    let window = FIRST_WINDOW;
    for (const [index, { kind, age }] of answers.entries()) {
      const newest = index + 1;
      window =
        kind === "accepted" ? widenWindow(window) : narrowWindow(window, Math.max(1, newest - age), newest);
      expect(window.size).toBeGreaterThanOrEqual(1);
      expect(window.size).toBeLessThanOrEqual(100);
      expect(Number.isInteger(window.size)).toBe(true);
    }
  });

  test.prop([fc.integer({ min: 1, max: LARGEST_WINDOW - 1 })])(
    "grows by one with a whole window of acceptances, and not with one less",
    (size) => {
      expect(widenTimes(windowOf(size), size - 1).size).toBe(size);
      expect(widenTimes(windowOf(size), size).size).toBe(size + 1);
    },
  );

  test.prop([someSize, fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 50 })])(
    "is halved once for a whole round, however many of it are refused and in whatever order",
    (size, refused) => {
      const halved = refused.reduce((window, message) => narrowWindow(window, message, 500), windowOf(size));
      expect(halved.size).toBe(Math.max(1, Math.floor(size / 2)));
      const again = narrowWindow(halved, 501, 501);
      expect(again.size).toBe(Math.max(1, Math.floor(halved.size / 2)));
    },
  );

  test.prop([someSize, fc.integer({ min: 1, max: 100_000 })])(
    "comes back after any trouble: all it takes is acceptances",
    (size, message) => {
      const narrowed = narrowWindow(windowOf(size), message, message);
      expect(widenTimes(narrowed, (LARGEST_WINDOW * LARGEST_WINDOW) / 2).size).toBe(LARGEST_WINDOW);
    },
  );

  test.prop([someSize, someSize, fc.integer({ min: 1, max: 20 })])(
    "leads two senders of one push service towards equal shares",
    (one, other, rounds) => {
      let [first, second] = [windowOf(one), windowOf(other)];
      const difference = Math.abs(first.size - second.size);
      for (let round = 1; round <= rounds; round++) {
        first = narrowWindow(widenTimes(first, first.size), round, round);
        second = narrowWindow(widenTimes(second, second.size), round, round);
      }
      expect(Math.abs(first.size - second.size)).toBeLessThanOrEqual(Math.ceil(difference / 2 ** rounds) + 1);
    },
  );
});
