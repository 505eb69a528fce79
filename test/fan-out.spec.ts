import * as fc from "fast-check";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settleChunk } from "../src/db/settle-chunk.ts";
import { expireStopped, stopFanOut } from "../src/db/stop-fan-out.ts";
import { trustPushService } from "../src/db/push-services.ts";
import { DELIVERY_STATES } from "../src/domain/delivery-state.ts";
import { type Claim, claimChunk } from "../src/pipeline/claim-chunk.ts";
import { expandFanOut, interested, type Reach } from "../src/pipeline/expand-fan-out.ts";
import { openFanOutTable, settledAs } from "./support/fan-out-table.ts";

const LEASE_SECONDS = 60;
const REACH: Reach = {
  areas: ["*", "PL-14", "PL"],
  level: 2,
  substanceClasses: ["stimulant"],
  onlyOutreach: false,
};

let table: Awaited<ReturnType<typeof openFanOutTable>>;
beforeEach(async () => {
  table = await openFanOutTable();
});
afterEach(() => table.close());

const expand = async (alertId: string, reach = REACH) => {
  for (;;) if ((await expandFanOut(table.db, alertId, 1, reach)).isComplete) return;
};
const claim = async (pushService = "fcm.googleapis.com"): Promise<Claim | undefined> =>
  claimChunk(table.db, await table.pushServiceId(pushService), LEASE_SECONDS);
const claimed = async (pushService?: string): Promise<Claim> => {
  const chunk = await claim(pushService);
  if (!chunk) throw new Error("nothing was due");
  return chunk;
};
const numbersIn = (chunk: Claim): number[] => chunk.deliveries.map(({ subscription }) => subscription);
const settleAll = (chunk: Claim, state: Parameters<typeof settledAs>[1]) =>
  settleChunk(
    table.db,
    chunk,
    numbersIn(chunk).map((number) => settledAs(number, state)),
    new Date(),
  );

describe("an alert that is fanned out", () => {
  it("reaches those who asked for its area, what lies in it or around it, its substances and its level", async () => {
    const alertId = await table.publish();
    await table.subscribe({ count: 2 });
    await table.subscribe({ count: 3, areas: ["PL-14"], substanceClasses: ["stimulant", "opioid"] });
    await table.subscribe({ count: 4, areas: ["PL", "DE"], levelFloor: 2 });
    await table.subscribe({ count: 50, areas: ["PL-12"] });
    await table.subscribe({ count: 50, substanceClasses: ["opioid"] });
    await table.subscribe({ count: 50, areas: ["PL"], levelFloor: 3 });
    await expand(alertId);
    expect(await table.ledger(alertId)).toEqual({ intended: 9, pending: 9 });
  });

  it("reaches each of them once, however often it is begun again", async () => {
    const alertId = await table.publish();
    const everyone = await table.subscribe({ count: 1_200, areas: ["PL", "PL-14"] });
    await expand(alertId);
    await expand(alertId);
    const chunks = [await claimed(), await claimed(), await claimed()];
    expect(await claim()).toBeUndefined();
    expect(chunks.flatMap(numbersIn).toSorted((a, b) => a - b)).toEqual(everyone);
  });

  it("before it is released to the public reaches outreach teams only", async () => {
    const alertId = await table.publish();
    await table.subscribe({ count: 5 });
    await table.subscribe({ count: 2, audience: "outreach" });
    await expand(alertId, { ...REACH, onlyOutreach: true });
    expect(await table.ledger(alertId)).toEqual({ intended: 2, pending: 2 });
  });

  it("finds whom it concerns by the index alone", async () => {
    await table.subscribe({ count: 20_000, areas: ["PL-12"] });
    await table.subscribe({ count: 200, areas: ["PL-14"], substanceClasses: ["stimulant"] });
    await sql`vacuum analyze subscription_interest`.execute(table.db);
    const { rows } = await sql<Record<"QUERY PLAN", string>>`
      explain (analyze, costs off) ${interested(REACH, { after: 0, to: 100_000 })}`.execute(table.db);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/subscription_interest_pkey.*rows=200/);
    expect(plan).not.toMatch(/Seq Scan on subscription/);
  });
});

describe("a chunk of deliveries", () => {
  it("holds one push service, and the gravest alert comes first", async () => {
    await table.subscribe({ count: 3 });
    await table.subscribe({ count: 2, pushService: "web.push.apple.com" });
    const mild = await table.publish();
    await expand(mild, { ...REACH, level: 1 });
    const grave = await table.publish();
    await expand(grave, { ...REACH, level: 3 });
    expect([await claimed(), await claimed()].map(({ alertId }) => alertId)).toEqual([grave, mild]);
    expect((await claimed("web.push.apple.com")).deliveries).toHaveLength(2);
  });

  it("is settled by the newest claim only", async () => {
    const alertId = await table.publish();
    await table.subscribe({ count: 3 });
    await expand(alertId);
    const slept = await claimed();
    expect(await claim()).toBeUndefined();
    await sql`update delivery_chunk set lease_until = now() - interval '1 second'`.execute(table.db);
    const second = await claimed();
    expect((await settleAll(slept, "failed")).outcome).toBe("overtaken");
    expect(await table.ledger(alertId)).toEqual({ intended: 3, pending: 3 });
    expect((await settleAll(second, "accepted")).outcome).toBe("settled");
    expect(await table.ledger(alertId)).toEqual({ intended: 3, accepted: 3 });
  });

  it("is not given out once the alert is stopped, and what was not sent has expired", async () => {
    const alertId = await table.publish();
    await table.subscribe({ count: 1_100 });
    await expand(alertId);
    const underWay = await claimed();
    await stopFanOut(table.db, alertId, { revision: 1 }, "withdrawn", new Date());
    expect(await claim()).toBeUndefined();
    await expireStopped(table.db);
    expect(await table.ledger(alertId)).toEqual({ intended: 1_100, pending: 500, expired: 600 });
    await settleAll(underWay, "accepted");
    await expireStopped(table.db);
    expect(await table.ledger(alertId)).toEqual({ intended: 1_100, accepted: 500, expired: 600 });
  });

  it("comes again when what is left of it is due, with nothing but that", async () => {
    const alertId = await table.publish();
    const [first, second, third] = (await table.subscribe({ count: 3 })) as [number, number, number];
    await expand(alertId);
    const later = new Date(Date.now() + 60_000);
    const settled = [
      settledAs(first, "accepted"),
      settledAs(second, "pending"),
      { ...settledAs(third, "held"), dueAt: later },
    ];
    await settleChunk(table.db, await claimed(), settled, new Date());
    expect(numbersIn(await claimed())).toEqual([second]);
    expect(await table.ledger(alertId)).toEqual({ intended: 3, accepted: 1, pending: 1, held: 1 });
  });

  it("loses nobody and counts nobody twice, whatever becomes of whom, in any order", async () => {
    await table.subscribe({ count: 700 });
    await table.subscribe({ count: 80, pushService: "web.push.apple.com" });
    const state = fc.constantFrom(...DELIVERY_STATES);
    const step = fc.record({
      service: fc.constantFrom("fcm.googleapis.com", "web.push.apple.com"),
      states: fc.array(state, { minLength: 1, maxLength: 7 }),
      isLate: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const alertId = await table.publish();
        await expand(alertId);
        const { intended } = await table.ledger(alertId);
        for (const { service, states, isLate } of steps) {
          const chunk = await claim(service);
          if (!chunk) continue;
          if (isLate) await sql`update delivery_chunk set claims = claims + 1`.execute(table.db);
          const settled = numbersIn(chunk).map((number, index) =>
            settledAs(number, states[index % states.length] ?? "pending"),
          );
          await settleChunk(table.db, chunk, settled, new Date());
          const { intended: now, ...counts } = await table.ledger(alertId);
          expect(now).toBe(intended);
          expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(intended);
        }
        await stopFanOut(table.db, alertId, { revision: 1 }, "withdrawn", new Date());
      }),
      { numRuns: 12 },
    );
  });
});

describe("subscriptions that are said to be gone", () => {
  const stillThere = async () =>
    (await table.db.selectFrom("subscription").select("number").where("ended_at", "is", null).execute())
      .length;

  it("are ended, and no later alert is meant for them", async () => {
    await table.subscribe({ count: 1_000 });
    const alertId = await table.publish();
    await expand(alertId);
    const chunk = await claimed();
    const settled = numbersIn(chunk).map((number, index) =>
      settledAs(number, index < 20 ? "gone" : "accepted"),
    );
    expect((await settleChunk(table.db, chunk, settled, new Date())).outcome).toBe("settled");
    expect(await stillThere()).toBe(980);
    const next = await table.publish();
    await expand(next);
    expect((await table.ledger(next)).intended).toBe(980);
  });

  it("are kept when they are too many at once, those ended before too, until the operator trusts the service", async () => {
    await table.subscribe({ count: 1_500 });
    const alertId = await table.publish();
    await expand(alertId);
    const few = await claimed();
    await settleChunk(
      table.db,
      few,
      numbersIn(few).map((number, index) => settledAs(number, index < 40 ? "gone" : "accepted")),
      new Date(),
    );
    expect(await stillThere()).toBe(1_460);
    expect(await settleAll(await claimed(), "gone")).toMatchObject({ outcome: "mass-loss", revived: 40 });
    expect((await settleAll(await claimed(), "gone")).outcome).toBe("settled");
    expect(await stillThere()).toBe(1_500);
    expect(await table.ledger(alertId)).toEqual({ intended: 1_500, accepted: 460, gone: 1_040 });

    expect(await trustPushService(table.db, "fcm.googleapis.com", new Date())).toBe(true);
    const next = await table.publish();
    await expand(next);
    expect((await table.ledger(next)).intended).toBe(1_500);
    expect((await settleAll(await claimed(), "gone")).outcome).toBe("settled");
    expect(await stillThere()).toBe(1_000);
  });
});
