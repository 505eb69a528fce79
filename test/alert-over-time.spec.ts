import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../src/log.ts";
import { expireAlerts } from "../src/pipeline/expire-alerts.ts";
import { aFalseBenzodiazepine, aTablet, anAnalysis } from "./support/invented-samples.ts";
import { type ReviewDesk, reviewDesk, WORDS } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const DAY_MS = 86_400_000;
describe("an alert over time", () => {
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let submitKey: string;
  let anna: string;
  let ben: string;
  beforeAll(async () => {
    tocsin = await runTocsin();
    submitKey = await tocsin.key(["submit", "read"]);
    [anna, ben] = [await tocsin.reviewerKey("Anna"), await tocsin.reviewerKey("Ben", "Day Owl")];
    desk = reviewDesk(tocsin, submitKey, anna);
  });
  afterAll(() => tocsin?.stop());

  const publishedWarning = async () => {
    const opened = await desk.openWarning();
    expect((await desk.approve(anna, opened.alertId)).body).toMatchObject({ outcome: "published" });
    return opened;
  };

  it("keeps why a draft was rejected, and holds the next sample of the same", async () => {
    const { alertId, session } = await desk.openWarning();
    const noReason = await desk.act(anna, alertId, "reject", { reason: "" });
    expect([noReason.status, noReason.body.errors]).toEqual([
      422,
      [{ pointer: "#/reason", detail: "must not be empty" }],
    ]);
    expect((await desk.act(anna, alertId, "reject", { reason: "The scale was wrong." })).body).toEqual({
      outcome: "rejected",
    });
    expect(await desk.newest(alertId)).toMatchObject({
      state: "discarded",
      closedReason: "The scale was wrong.",
    });
    const next = await desk.submit(aTablet(session.id, 230));
    expect(next).toMatchObject({ decision: "hold", reason: "rejected-recently", alertId });
    expect((await desk.queue()).map((entry) => entry.alertId)).not.toContain(alertId);
    expect((await desk.approve(anna, alertId)).body).toMatchObject({
      status: 409,
      type: "urn:tocsin:problem:not-open",
    });
    const redder = aTablet(session.id, 230, { analyses: [anAnalysis([{ substance: "metonitazene" }])] });
    expect((await desk.submit(redder)).decision).toBe("open");
  });

  it("makes a confirmation an update of the same alert, which stays until the update is approved", async () => {
    const session = await desk.openSession();
    const sample = aFalseBenzodiazepine(session.id, {
      analyses: [anAnalysis([{ substance: "metonitazene" }], { method: "ftir" })],
    });
    const { alertId } = await desk.submit(sample);
    expect((await desk.newest(alertId)).content.grade).toBe("presumptive");
    await desk.approve(anna, alertId);
    await desk.approve(ben, alertId);
    const confirmation = anAnalysis([{ substance: "metonitazene" }], { method: "lc-ms" });
    expect(
      (await tocsin.call("POST", `/v1/samples/${sample.id}/analyses`, submitKey, confirmation)).status,
    ).toBe(201);
    expect(await desk.noticeOf(sample.id, 2)).toMatchObject({
      decision: "update",
      reason: "grade-raised",
      alertId,
    });
    const [update, first] = (await desk.alert(alertId)).revisions;
    expect(update).toMatchObject({
      revision: 2,
      msgType: "Update",
      state: "draft",
      content: { grade: "confirmed-identity", samples: 1 },
    });
    expect(first).toMatchObject({ revision: 1, state: "published" });
    await desk.approve(anna, alertId);
    await desk.approve(ben, alertId);
    expect((await desk.alert(alertId)).revisions.map(({ state }) => state)).toEqual([
      "published",
      "superseded",
    ]);
  });

  it("lets a person open an update of a published alert, one at a time", async () => {
    const { alertId } = await publishedWarning();
    expect((await desk.act(anna, alertId, "update")).body).toEqual({ outcome: "opened", revision: 2 });
    expect((await desk.act(ben, alertId, "update")).body.type).toBe("urn:tocsin:problem:already-open");
    const { contentHash } = await desk.newest(alertId);
    await desk.act(anna, alertId, "edit", { contentHash, texts: { en: WORDS } });
    expect((await tocsin.call("GET", `/v1/alerts/${alertId}`)).body).toMatchObject({ revision: 1 });
    await desk.approve(ben, alertId);
    expect((await tocsin.call("GET", `/v1/alerts/${alertId}`)).body).toMatchObject({
      revision: 2,
      msgType: "Update",
      texts: { en: WORDS },
      earlier: [{ revision: 1, state: "superseded" }],
    });
  });

  it("stands once in the queue, also when new evidence calls for attention beside an open update", async () => {
    const { alertId, session } = await publishedWarning();
    const inQueue = async () => (await desk.queue()).filter((entry) => entry.alertId === alertId);
    expect(await inQueue()).toEqual([]);
    await desk.act(anna, alertId, "update");
    await desk.submit(aTablet(session.id, 231));
    expect(await inQueue()).toMatchObject([
      { revision: 2, state: "in-review", attention: expect.stringContaining("evidence has changed") },
    ]);
  });

  it("lets one person withdraw at once, with the reason for all to read", async () => {
    const { alertId, session } = await publishedWarning();
    await desk.act(anna, alertId, "update");
    expect((await desk.act(ben, alertId, "withdraw", { reason: "The scale was wrong." })).body).toEqual({
      outcome: "withdrawn",
      revision: 3,
    });
    expect((await desk.alert(alertId)).revisions.map(({ state, msgType }) => `${msgType} ${state}`)).toEqual([
      "Cancel published",
      "Update discarded",
      "Alert withdrawn",
    ]);
    expect((await tocsin.call("GET", `/v1/alerts/${alertId}`)).body).toMatchObject({
      msgType: "Cancel",
      withdrawnBecause: "The scale was wrong.",
    });
    for (const [action, body] of [
      ["withdraw", { reason: "again" }],
      ["update", {}],
    ] as const)
      expect((await desk.act(anna, alertId, action, body)).body.type).toBe(
        "urn:tocsin:problem:not-published",
      );
    expect(await desk.submit(aTablet(session.id, 240))).toMatchObject({
      decision: "open",
      reason: "earlier-one-ended",
    });
  });

  it("ends an alert by the clock, in the feeds too", async () => {
    const { alertId, session } = await publishedWarning();
    const feed = async () =>
      (await tocsin.call("GET", `/feeds/region/${String(session["area"])}.rss`)).body as string;
    expect(await feed()).toContain(alertId);
    const turn = (now: Date) => expireAlerts({ db: tocsin.installation.db, log: silentLog, now: () => now });
    const expiresAt = new Date(String((await desk.newest(alertId)).expiresAt));
    expect(Math.round((expiresAt.getTime() - Date.now()) / DAY_MS)).toBe(14);
    await turn(new Date(expiresAt.getTime() - 1));
    expect((await desk.newest(alertId)).state).toBe("published");
    await turn(expiresAt);
    expect((await desk.newest(alertId)).state).toBe("expired");
    await tocsin.until(
      () => tocsin.call("GET", `/v1/alerts/${alertId}`),
      ({ body }) => body.state === "expired",
    );
    expect((await desk.act(anna, alertId, "withdraw", { reason: "late" })).status).toBe(409);
  });

  it("keeps history apart and does not publish it", async () => {
    const session = await desk.openSession();
    const old = anAnalysis([{ substance: "metonitazene" }], {
      analysedAt: new Date(Date.now() - 40 * DAY_MS).toISOString(),
    });
    const { alertId } = await desk.submit(aFalseBenzodiazepine(session.id, { analyses: [old] }));
    expect((await desk.queue()).map((entry) => entry.alertId)).not.toContain(alertId);
    const history = (await tocsin.call("GET", "/v1/review/alerts?show=history", anna)).body;
    expect(history.entries).toMatchObject([{ alertId, isHistory: true }]);
    for (const key of [anna, ben])
      expect((await desk.approve(key, alertId)).body).toMatchObject({
        status: 409,
        type: "urn:tocsin:problem:is-history",
      });
  });
});
