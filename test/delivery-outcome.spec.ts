import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { afterAttempt } from "../src/domain/after-attempt.ts";
import {
  backoffSeconds,
  outcomeOfPushAnswer,
  outcomeOfWebhookAnswer,
  readRetryAfter,
} from "../src/domain/delivery-outcome.ts";

const NOW = new Date("2026-07-05T00:00:00Z");
const HOSTS = [
  "fcm.googleapis.com",
  "updates.push.services.mozilla.com",
  "web.push.apple.com",
  "db5p.notify.windows.com",
];
const someHost = fc.constantFrom(...HOSTS);
const someStatus = fc.integer({ min: 100, max: 599 });

describe("the answer of a push service", () => {
  it.each([
    [201, "accepted"],
    [404, "gone"],
    [410, "gone"],
    [401, "ours"],
    [403, "ours"],
    [429, "transient"],
    [503, "transient"],
    [301, "transient"],
    [400, "bug"],
    [413, "bug"],
  ])("%d is %s", (status, outcome) => {
    expect(outcomeOfPushAnswer(status, "fcm.googleapis.com").outcome).toBe(outcome);
  });

  it("is a throttle when Windows says 406, and only then", () => {
    expect(outcomeOfPushAnswer(406, "db5p.notify.windows.com").outcome).toBe("transient");
    expect(outcomeOfPushAnswer(406, "notify.windows.com.example.org").outcome).toBe("bug");
  });

  test.prop([
    someStatus,
    someHost,
    fc.integer({ min: 1, max: 50 }),
    fc.double({ min: 0, max: 0.999, noNaN: true }),
  ])(
    "ends a subscription only on 404 and 410, whoever answers and however often",
    (status, host, attempts, random) => {
      const after = afterAttempt(outcomeOfPushAnswer(status, host), attempts, random);
      expect(after.state === "gone").toBe(status === 404 || status === 410);
      if (after.state === "pending") expect(after.retryInSeconds).toBeGreaterThan(0);
    },
  );
});

describe("the answer of a webhook", () => {
  test.prop([someStatus, fc.integer({ min: 1, max: 50 })])(
    "ends the webhook only with 410; all but 2xx is tried again, however often",
    (status, attempts) => {
      const after = afterAttempt(outcomeOfWebhookAnswer(status), attempts, 0.5);
      const expected = status === 410 ? "gone" : status >= 200 && status < 300 ? "accepted" : "pending";
      expect([status, after.state]).toEqual([status, expected]);
    },
  );

  it("says when it wants to be asked again", () => {
    expect(outcomeOfWebhookAnswer(401, 120)).toEqual({
      outcome: "transient",
      why: "answered 401",
      retryAfterSeconds: 120,
    });
  });
});

describe("when to try again", () => {
  it("understands both forms of Retry-After, within a second and an hour", () => {
    expect(readRetryAfter("120", NOW)).toBe(120);
    expect(readRetryAfter("Sun, 05 Jul 2026 00:02:00 GMT", NOW)).toBe(120);
    expect(readRetryAfter("999999", NOW)).toBe(3600);
    expect(readRetryAfter("0", NOW)).toBe(1);
    expect(readRetryAfter("soon", NOW)).toBeUndefined();
    expect(readRetryAfter(undefined, NOW)).toBeUndefined();
  });

  test.prop([
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 1, max: 3600 }),
    fc.double({ min: 0, max: 0.999, noNaN: true }),
  ])(
    "waits at least as long as was asked, and never less than without being asked",
    (attempts, asked, random) => {
      const after = afterAttempt(outcomeOfPushAnswer(429, "fcm.googleapis.com", asked), attempts, random);
      const waited = after.state === "pending" ? after.retryInSeconds : 0;
      expect(waited).toBeGreaterThanOrEqual(Math.max(asked, backoffSeconds(attempts, random)));
    },
  );

  test.prop([fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 0.999, noNaN: true })])(
    "never waits longer than about ten minutes by itself",
    (attempts, random) => {
      expect(backoffSeconds(attempts, random)).toBeLessThanOrEqual(601);
    },
  );
});
