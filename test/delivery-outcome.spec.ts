import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { afterAttempt } from "../src/domain/after-attempt.ts";
import {
  backoffSeconds,
  outcomeOfPushAnswer,
  outcomeOfWebhookAnswer,
  pauseSeconds,
  readRetryAfter,
  unaskedPauseSeconds,
} from "../src/domain/delivery-outcome.ts";

const NOW = new Date("2026-07-05T00:00:00Z");
const FCM = "fcm.googleapis.com";
const MOZILLA = "updates.push.services.mozilla.com";
const APPLE = "web.push.apple.com";
const WNS = "db5p.notify.windows.com";
const someHost = fc.constantFrom(FCM, MOZILLA, APPLE, WNS);
const someStatus = fc.integer({ min: 100, max: 599 });
const someRetryAfter = fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined });
const someRandom = fc.double({ min: 0, max: 0.999, noNaN: true });
const someAttempts = fc.integer({ min: 1, max: 50 });

const outcomeOf = (host: string, status: number, reason = "", retryAfterSeconds?: number) =>
  outcomeOfPushAnswer({ status, reason, retryAfterSeconds }, host).outcome;

const DO_NOT_CORRESPOND =
  "the VAPID credentials in the authorization header do not correspond to the credentials used to create the subscriptions.\n";
const DOES_NOT_CORRESPOND =
  "the key in the authorization header does not correspond to the sender ID used to subscribe this user.";
const mozilla = (errno: number, message: string) => JSON.stringify({ code: 401, errno, message });

describe("the answer of a push service", () => {
  it.each([
    [FCM, 201, "", "accepted"],
    [FCM, 200, "", "accepted"],
    [MOZILLA, 201, "", "accepted"],
    [MOZILLA, 202, "", "accepted"],
    [APPLE, 201, "", "accepted"],
    [WNS, 201, "", "accepted"],
    [FCM, 410, "push subscription has unsubscribed or expired.\n", "gone"],
    [FCM, 404, "", "gone"],
    [MOZILLA, 410, mozilla(106, "No such subscription"), "gone"],
    [MOZILLA, 404, mozilla(102, "Invalid token"), "gone"],
    [APPLE, 410, `{"reason":"Unregistered"}`, "gone"],
    [WNS, 410, "", "gone"],
    [FCM, 403, "", "ours"],
    [FCM, 401, "", "ours"],
    [FCM, 403, DO_NOT_CORRESPOND, "key-mismatch"],
    [FCM, 403, DOES_NOT_CORRESPOND, "key-mismatch"],
    [MOZILLA, 401, mozilla(109, "VAPID public key mismatch"), "key-mismatch"],
    [MOZILLA, 401, mozilla(109, "The VAPID token expiration is too long"), "ours"],
    [APPLE, 403, `{"reason":"BadJwtToken"}`, "ours"],
    [APPLE, 403, `{"reason":"ExpiredJwtToken"}`, "ours"],
    [APPLE, 400, `{"reason":"VapidPkHashMismatch"}`, "key-mismatch"],
    [APPLE, 403, `{"reason":"VapidPkHashMismatch"}`, "key-mismatch"],
    [WNS, 401, "", "ours"],
    [WNS, 403, "", "ours"],
    [FCM, 400, "", "bug"],
    [APPLE, 400, `{"reason":"BadWebPushTopic"}`, "bug"],
    [MOZILLA, 400, mozilla(110, "Invalid crypto keys"), "bug"],
    [FCM, 415, "", "bug"],
    [FCM, 405, "", "bug"],
    [FCM, 413, "", "too-large"],
    [MOZILLA, 413, mozilla(104, "Data payload too large"), "too-large"],
    [FCM, 429, "", "throttled"],
    [MOZILLA, 429, "", "throttled"],
    [APPLE, 429, `{"reason":"TooManyRequests"}`, "throttled"],
    [WNS, 429, "", "throttled"],
    [WNS, 406, "", "throttled"],
    [FCM, 406, "", "bug"],
    [FCM, 408, "", "transient"],
    [FCM, 425, "", "transient"],
    [FCM, 500, "", "transient"],
    [MOZILLA, 502, mozilla(902, "Could not connect"), "transient"],
    [APPLE, 503, "", "transient"],
    [MOZILLA, 301, "", "transient"],
    [FCM, 307, "", "transient"],
  ] as const)("%s %d %s is %s", (host, status, reason, outcome) => {
    expect(outcomeOf(host, status, reason)).toBe(outcome);
  });

  it("asks for less at 503 when it says for how long, as Mozilla's always does", () => {
    expect(outcomeOf(MOZILLA, 503, "", 120)).toBe("throttled");
    expect(outcomeOf(FCM, 500, "", 120)).toBe("transient");
  });

  it("is a throttle at 406 only from a host that really is Windows'", () => {
    expect(outcomeOf("notify.windows.com.example.org", 406)).toBe("bug");
    expect(outcomeOf("evilnotify.windows.com", 406)).toBe("bug");
  });

  const someAnswer = fc.record({
    status: someStatus,
    retryAfterSeconds: someRetryAfter,
    reason: fc.oneof(fc.string(), fc.constantFrom("", DO_NOT_CORRESPOND, `{"reason":"VapidPkHashMismatch"}`)),
  });

  test.prop([someAnswer, someHost], { numRuns: 2000 })(
    "has one outcome, which says nothing of the reply's text",
    (answer, host) => {
      const outcome = outcomeOfPushAnswer(answer, host);
      expect(outcome).toEqual(outcomeOfPushAnswer(answer, host));
      if ("why" in outcome) expect(outcome.why).toMatch(/^answered \d{3}(: made for another key)?$/);
      if ("retryAfterSeconds" in outcome) expect(outcome.retryAfterSeconds).toBe(answer.retryAfterSeconds);
    },
  );

  it("ends a subscription at 404 and 410 and at nothing else, whoever says it, however often and in whatever words", () => {
    for (let status = 100; status <= 599; status++)
      for (const host of [FCM, MOZILLA, APPLE, WNS])
        for (const retryAfterSeconds of [undefined, 60])
          for (const reason of ["", DO_NOT_CORRESPOND])
            for (const attempts of [1, 2, 50]) {
              const outcome = outcomeOfPushAnswer({ status, reason, retryAfterSeconds }, host);
              const { state } = afterAttempt(outcome, attempts, 0.5);
              expect([status, state === "gone"]).toEqual([status, status === 404 || status === 410]);
              expect([status, state === "accepted"]).toEqual([status, status >= 200 && status < 300]);
            }
  });
});

describe("what becomes of a delivery", () => {
  test.prop([someAttempts, someRandom])(
    "is not over, and not counted, when our credentials are refused",
    (attempts, random) => {
      for (const status of [401, 403]) {
        const after = afterAttempt(outcomeOfPushAnswer({ status, reason: "" }, FCM), attempts, random);
        expect(after).toMatchObject({ state: "pending", isAttempt: false, retryInSeconds: 300 });
      }
    },
  );

  it("fails, and its subscription is kept, when it was made for another key", () => {
    const after = afterAttempt(outcomeOfPushAnswer({ status: 403, reason: DO_NOT_CORRESPOND }, FCM), 1, 0);
    expect(after).toEqual({
      state: "failed",
      note: "answered 403: made for another key",
      needsNewSubscription: true,
    });
  });

  it.each([400, 405, 413, 415])("fails at once when our request was wrong: %d", (status) => {
    expect(afterAttempt(outcomeOfPushAnswer({ status, reason: "" }, FCM), 1, 0)).toEqual({
      state: "failed",
      note: `answered ${status}`,
      needsNewSubscription: false,
    });
  });

  test.prop([someAttempts, someRandom, fc.constantFrom("throttled", "transient")])(
    "is tried again for as long as its alert holds",
    (attempts, random, outcome) => {
      const after = afterAttempt({ outcome, why: "", retryAfterSeconds: undefined }, attempts, random);
      expect(after).toMatchObject({ state: "pending", isAttempt: true });
    },
  );
});

describe("the answer of a webhook", () => {
  test.prop([someStatus, someAttempts])(
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
  it.each([
    ["120", 120],
    [" 120 ", 120],
    ["999999", 3600],
    ["9".repeat(400), 3600],
    ["0", 1],
    ["Sun, 05 Jul 2026 00:02:00 GMT", 120],
    ["Sunday, 05-Jul-26 00:02:00 GMT", 120],
    ["Sun Jul  5 00:02:00 2026", 120],
    ["Sun, 05 Jul 2026 23:00:00 GMT", 3600],
    ["Sat, 04 Jul 2026 23:00:00 GMT", 1],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("Retry-After: %s is %s seconds", (header, seconds) => {
    expect(readRetryAfter(header, NOW)).toBe(seconds);
  });

  test.prop([fc.string()])("no Retry-After leads out of a second to an hour", (header) => {
    const seconds = readRetryAfter(header, NOW) ?? 1;
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(3600);
  });

  test.prop([someAttempts, fc.integer({ min: 1, max: 3600 }), someRandom])(
    "waits at least as long as was asked, and never less than without being asked",
    (attempts, asked, random) => {
      const outcome = outcomeOfPushAnswer({ status: 429, reason: "", retryAfterSeconds: asked }, FCM);
      const after = afterAttempt(outcome, attempts, random);
      const waited = after.state === "pending" ? after.retryInSeconds : 0;
      expect(waited).toBeGreaterThanOrEqual(Math.max(asked, backoffSeconds(attempts, random)));
      expect(pauseSeconds(asked, random)).toBeLessThan(asked + 5);
    },
  );

  test.prop([fc.integer({ min: 1, max: 1000 }), someRandom])(
    "never waits longer than about ten minutes by itself, and never leaves a service alone for much more than one",
    (times, random) => {
      expect(backoffSeconds(times, random)).toBeLessThanOrEqual(601);
      expect(unaskedPauseSeconds(times, random)).toBeLessThanOrEqual(61);
      expect(unaskedPauseSeconds(times, random)).toBeGreaterThanOrEqual(1);
    },
  );
});
