import { beforeEach, describe, expect, it } from "vitest";
import { openPushFlow, type PushFlow } from "../src/adapters/push-flow.ts";
import type { AttemptOutcome } from "../src/domain/delivery-outcome.ts";

const ACCEPTED: AttemptOutcome = { outcome: "accepted" };
const OURS: AttemptOutcome = { outcome: "ours", why: "answered 403" };
const MISMATCH: AttemptOutcome = { outcome: "key-mismatch", why: "answered 403: made for another key" };
const SILENCE: AttemptOutcome = { outcome: "unknown", why: "took too long" };
const BROKEN: AttemptOutcome = { outcome: "transient", why: "answered 500", retryAfterSeconds: undefined };
const throttled = (retryAfterSeconds?: number) =>
  ({ outcome: "throttled", why: "answered 429", retryAfterSeconds }) as const;

let clock: Date;
let chance: number;
let events: string[];
let flow: PushFlow;
beforeEach(() => {
  clock = new Date("2026-07-05T00:00:00Z");
  chance = 0;
  events = [];
  flow = openPushFlow({
    now: () => clock,
    random: () => chance,
    onStopped: (service, why) => events.push(`${service} stopped: ${why}`),
    onResumed: (service) => events.push(`${service} resumed`),
  });
});
const pass = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1000);
};
const inSeconds = (seconds: number) => new Date(clock.getTime() + seconds * 1000);
const secondsLeft = () => ((flow.state("fcm").until ?? clock).getTime() - clock.getTime()) / 1000;
const answer = (outcome: AttemptOutcome, service = "fcm") => flow.send(service, async () => outcome);
const answerTimes = async (times: number, outcome: AttemptOutcome) => {
  for (let i = 0; i < times; i++) await answer(outcome);
};

/** Messages that are under way until they are answered. */
function startMessages(count: number, service = "fcm") {
  const underWay: ((outcome: AttemptOutcome) => void)[] = [];
  const results = Array.from({ length: count }, () =>
    flow.send(service, () => new Promise((settle) => underWay.push(settle))),
  );
  return { underWay, results, outcomes: () => Promise.all(results) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("messages to one push service", () => {
  it("are under way up to its window; the next starts when one is answered, in order", async () => {
    const { underWay } = startMessages(40);
    expect(underWay).toHaveLength(32);
    expect(flow.state("fcm")).toMatchObject({ state: "open", window: 32, underWay: 32, waiting: 8 });
    underWay[0]?.(ACCEPTED);
    await settled();
    expect(underWay).toHaveLength(33);
  });

  it("are more at once the longer all goes well, up to 100", async () => {
    await answerTimes(32, ACCEPTED);
    expect(flow.state("fcm").window).toBe(33);
    await answerTimes(100 * 100, ACCEPTED);
    expect(startMessages(150).underWay).toHaveLength(100);
  });

  it("are half as many after a round with silence in it, however many were silent", async () => {
    const { underWay, outcomes } = startMessages(8);
    for (const settle of underWay) settle(SILENCE);
    await outcomes();
    expect(flow.state("fcm")).toMatchObject({ state: "open", window: 16 });
    await answer(SILENCE);
    expect(flow.state("fcm").window).toBe(8);
  });

  it("do not wait for those to another", async () => {
    const { underWay } = startMessages(40, "dead");
    expect(await answer(ACCEPTED, "alive")).toEqual(ACCEPTED);
    expect(underWay).toHaveLength(32);
  });

  it("give their place free when an attempt throws, and the fault is not hidden", async () => {
    await expect(flow.send("fcm", () => Promise.reject(new Error("a fault")))).rejects.toThrow("a fault");
    expect(flow.state("fcm").underWay).toBe(0);
  });

  it("may be put off by the attempt itself", async () => {
    const postponed = { outcome: "postponed", until: clock, why: "no time left" } as const;
    expect(await flow.send("fcm", async () => postponed)).toEqual(postponed);
    expect(flow.state("fcm")).toMatchObject({ state: "open", window: 32, underWay: 0 });
  });

  it("leave it open whatever is said of single subscriptions", async () => {
    for (const outcome of ["bug", "too-large"] as const) await answerTimes(50, { outcome, why: "" });
    await answerTimes(50, { outcome: "gone" });
    expect(flow.state("fcm")).toMatchObject({ state: "open", window: 32 });
  });
});

describe("a push service that asks for a pause", () => {
  it("gets it: what waits is postponed at once, and nothing is sent until it is over", async () => {
    const { underWay, results } = startMessages(33);
    underWay[0]?.(throttled(120));
    const until = inSeconds(120);
    expect(await results[32]).toEqual({ outcome: "postponed", until, why: "answered 429" });
    expect(await answer(ACCEPTED)).toMatchObject({ outcome: "postponed", until });
    expect(flow.state("fcm")).toMatchObject({ state: "paused", until, window: 16 });
    for (const settle of underWay) settle(ACCEPTED);
    await settled();
    pass(120);
    expect(await answer(ACCEPTED)).toEqual(ACCEPTED);
    expect(flow.state("fcm").state).toBe("open");
  });

  it("gets the longest that it asked for", async () => {
    const { underWay, outcomes } = startMessages(3);
    for (const [index, settle] of underWay.entries()) settle(throttled([60, 900, 5][index]));
    await outcomes();
    expect(flow.state("fcm").until).toEqual(inSeconds(900));
  });

  it("gets a short one when it does not say how long, longer each time", async () => {
    chance = 0.5;
    const pauses: number[] = [];
    for (let round = 0; round < 8; round++) {
      await answer(throttled());
      pauses.push(secondsLeft());
      pass(secondsLeft());
    }
    expect(pauses).toEqual([2, 3, 5, 9, 17, 31, 31, 31]);
  });
});

describe("a push service that fails or is silent", () => {
  it("rests after ten in a row, then is asked with one message, and opens when that is accepted", async () => {
    await answerTimes(10, SILENCE);
    expect(flow.state("fcm")).toMatchObject({ state: "resting", until: inSeconds(15) });
    expect(await answer(ACCEPTED)).toMatchObject({ outcome: "postponed", until: inSeconds(15) });
    pass(15);
    const { underWay, outcomes } = startMessages(5);
    expect(underWay).toHaveLength(1);
    underWay[0]?.(ACCEPTED);
    await settled();
    expect(underWay).toHaveLength(1 + Math.min(4, flow.state("fcm").window));
    for (const settle of underWay) settle(ACCEPTED);
    await settled();
    for (const settle of underWay) settle(ACCEPTED);
    expect(await outcomes()).toEqual(Array.from({ length: 5 }, () => ACCEPTED));
    expect(flow.state("fcm").state).toBe("open");
  });

  it("rests twice as long each time it fails again, up to five minutes; what waited is postponed", async () => {
    await answerTimes(10, BROKEN);
    const rests: number[] = [];
    for (let round = 0; round < 7; round++) {
      rests.push(secondsLeft());
      pass(secondsLeft());
      const { underWay, outcomes } = startMessages(3);
      underWay[0]?.(BROKEN);
      expect((await outcomes()).map(({ outcome }) => outcome)).toEqual([
        "transient",
        "postponed",
        "postponed",
      ]);
    }
    expect(rests).toEqual([15, 30, 60, 120, 240, 300, 300]);
  });

  it("goes on while it takes one in ten", async () => {
    for (let round = 0; round < 5; round++) {
      await answerTimes(9, BROKEN);
      await answer(ACCEPTED);
    }
    expect(flow.state("fcm").state).toBe("open");
  });
});

describe("a push service that refuses our credentials", () => {
  it("is stopped at the third refusal, and an operator is told once", async () => {
    await answerTimes(3, OURS);
    expect(events).toEqual(["fcm stopped: it refuses our credentials"]);
    expect(await answer(ACCEPTED)).toMatchObject({ outcome: "postponed", until: inSeconds(300) });
    expect(flow.state("fcm")).toMatchObject({ state: "stopped", until: inSeconds(300) });
  });

  it("is asked again with one message after five minutes, as often as it takes", async () => {
    await answerTimes(3, OURS);
    for (let round = 0; round < 3; round++) {
      pass(300);
      const { underWay, outcomes } = startMessages(2);
      expect(underWay).toHaveLength(1);
      underWay[0]?.(OURS);
      expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(["ours", "postponed"]);
    }
    pass(300);
    expect(await answer(ACCEPTED)).toEqual(ACCEPTED);
    expect(events).toEqual(["fcm stopped: it refuses our credentials", "fcm resumed"]);
    expect(flow.state("fcm").state).toBe("open");
  });

  it("opens at once when the operator says so, whatever comes of what was under way before", async () => {
    const { underWay, outcomes } = startMessages(10);
    flow.resume("fcm");
    for (const settle of underWay) settle(SILENCE);
    await outcomes();
    expect(flow.state("fcm").state).toBe("open");
    for (const outcome of [OURS, SILENCE]) {
      await answerTimes(10, outcome);
      flow.resume("fcm");
      expect(await answer(ACCEPTED)).toEqual(ACCEPTED);
    }
  });

  it("keeps a pause that it has asked for, whatever the operator says", async () => {
    await answer(throttled(60));
    flow.resume("fcm");
    expect(await answer(ACCEPTED)).toMatchObject({ outcome: "postponed" });
  });

  it("is stopped only when nothing that is still under way is accepted", async () => {
    const { underWay, results } = startMessages(40);
    for (const settle of underWay.slice(0, 3)) settle(OURS);
    await settled();
    expect([underWay.length, flow.state("fcm").waiting]).toEqual([34, 6]);
    underWay[3]?.(ACCEPTED);
    await settled();
    expect([underWay.length, flow.state("fcm").waiting, events]).toEqual([36, 4, []]);

    for (const settle of underWay.slice(4)) settle(OURS);
    await settled();
    for (const settle of underWay) settle(OURS);
    const outcomes = await Promise.all(results);
    expect(outcomes.filter(({ outcome }) => outcome === "postponed")).toHaveLength(2);
    expect(events).toEqual(["fcm stopped: it refuses our credentials"]);
  });

  it("cannot be silenced by those who subscribe with keys that are not ours", async () => {
    for (let i = 0; i < 1000; i++) await flow.send("fcm", async () => (i % 2 ? OURS : MISMATCH), true);
    expect(flow.state("fcm").state).toBe("open");
    expect(await answer(ACCEPTED)).toEqual(ACCEPTED);
  });

  it("may say of a few subscriptions that they are for another key, but not of all", async () => {
    for (let i = 0; i < 9; i++) expect(await answer(MISMATCH)).toEqual(MISMATCH);
    expect(flow.state("fcm").state).toBe("open");
    expect(await answer(MISMATCH)).toMatchObject({ outcome: "ours" });
    expect(flow.state("fcm").state).toBe("stopped");
    pass(300);
    expect(await answer(MISMATCH)).toMatchObject({ outcome: "ours" });
    expect(await answer(ACCEPTED)).toMatchObject({ outcome: "postponed" });
  });
});
