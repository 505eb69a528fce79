import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aFalseBenzodiazepine, aTablet, anAnalysis } from "./support/invented-samples.ts";
import { reviewDesk, type ReviewDesk, WORDS } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

const harmless = () => [anAnalysis([{ substance: "alprazolam" }])];
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

describe("the story that a sample belongs to", () => {
  let tocsin: RunningTocsin;
  let desk: ReviewDesk;
  let submitKey: string;
  let anna: string;
  let ben: string;

  beforeAll(async () => {
    tocsin = await runTocsin();
    submitKey = await tocsin.key(["submit", "read"]);
    anna = await tocsin.reviewerKey("Anna");
    ben = await tocsin.reviewerKey("Ben");
    desk = reviewDesk(tocsin, submitKey, anna);
  });
  afterAll(() => tocsin?.stop());

  /** The whole sample again, as it should have been. */
  const correct = async (sample: Record<string, unknown> & { id: string }, change: object) => {
    const { id, ...rest } = sample;
    const { body } = await tocsin.call("GET", `/v1/samples/${id}`, submitKey);
    const correction = { ...rest, ...change, revision: body.revision, reason: "a spec's correction" };
    const answer = await tocsin.call("POST", `/v1/samples/${id}/revisions`, submitKey, correction);
    expect(answer.body).toMatchObject({ outcome: "accepted" });
    return desk.noticeOf(id, body.revision + 1);
  };
  const states = async (alertId: string) =>
    (await desk.alert(alertId)).revisions.map(({ msgType, state }) => `${msgType} ${state}`);

  it("is drafted anew when an earlier draft was discarded by the machine, not by a person", async () => {
    const { session, sample, alertId } = await desk.openRed();
    await correct(sample, { analyses: harmless() });
    expect(await states(alertId)).toEqual(["Alert discarded"]);
    expect(await desk.submit(aFalseBenzodiazepine(session.id))).toMatchObject({
      decision: "open",
      level: "red",
    });
  });

  it("is not held because somebody rejected imported history of the same kind", async () => {
    const session = await desk.openSession();
    const old = aFalseBenzodiazepine(session.id, {
      analyses: [anAnalysis([{ substance: "metonitazene" }], { analysedAt: daysAgo(700) })],
    });
    const history = await desk.submit(old);
    await desk.act(anna, history.alertId, "reject", { reason: "history" });
    expect(await desk.submit(aFalseBenzodiazepine(session.id))).toMatchObject({
      decision: "open",
      level: "red",
    });
  });

  it("moves with a correction of the place, and leaves the old place to its own samples", async () => {
    const { session, sample, alertId } = await desk.openRed();
    const elsewhere = await desk.openSession();
    const moved = await correct(sample, { sessionId: elsewhere.id });
    expect(moved.alertId).not.toBe(alertId);
    expect(await states(alertId)).toEqual(["Alert discarded"]);
    const here = await desk.submit(aFalseBenzodiazepine(session.id));
    expect(here).toMatchObject({ decision: "open" });
    expect((await desk.newest(here.alertId)).content.area.code).toBe(session["area"]);
    expect(await desk.submit(aFalseBenzodiazepine(elsewhere.id))).toMatchObject({
      decision: "update",
      alertId: moved.alertId,
    });
  });

  it("stays rejected when one of its samples gets another analysis", async () => {
    const { session, sample, alertId } = await desk.openRed();
    await desk.submit(aFalseBenzodiazepine(session.id));
    await desk.act(anna, alertId, "reject", { reason: "known and told already" });
    const analysis = anAnalysis([{ substance: "metonitazene" }], { method: "gc-ms" });
    await tocsin.call("POST", `/v1/samples/${sample.id}/analyses`, submitKey, analysis);
    expect(await desk.noticeOf(sample.id, 2)).toMatchObject({ decision: "hold" });
    expect(await states(alertId)).toEqual(["Alert discarded"]);
  });

  it("stays withdrawn when its samples are corrected afterwards", async () => {
    const { session, sample, alertId } = await desk.openRed();
    const second = aFalseBenzodiazepine(session.id);
    await desk.submit(second);
    await desk.approve(anna, alertId);
    await desk.approve(ben, alertId);
    await desk.act(anna, alertId, "withdraw", { reason: "laboratory error" });
    await correct(sample, { analyses: harmless() });
    await correct(second, { analyses: harmless() });
    expect(await states(alertId)).toEqual(["Cancel published", "Alert withdrawn"]);
    expect((await desk.queue()).map((entry) => entry.alertId)).not.toContain(alertId);
  });

  it("is not published on evidence that shrank after the first approval, until somebody has looked again", async () => {
    const { session, sample, alertId } = await desk.openRed();
    await desk.submit(aFalseBenzodiazepine(session.id));
    const { contentHash } = await desk.newest(alertId);
    await desk.act(anna, alertId, "approve", { contentHash });
    await correct(sample, { analyses: harmless() });

    const refused = await desk.act(ben, alertId, "approve", { contentHash });
    expect(refused.body).toMatchObject({ status: 409, type: "urn:tocsin:problem:look-again" });
    await desk.act(ben, alertId, "edit", { contentHash, texts: { en: WORDS } });
    expect((await desk.newest(alertId)).content.samples).toBe(1);
    expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "approved" });
    expect((await desk.approve(ben, alertId)).body).toMatchObject({ outcome: "published" });
  });

  it("keeps a person's words while new samples arrive, and can be approved in the meantime", async () => {
    const session = await desk.openSession();
    const { alertId } = await desk.submit(aTablet(session.id, 230));
    const { contentHash } = await desk.newest(alertId);
    const arriving = Array.from({ length: 8 }, (_, index) =>
      tocsin.call("POST", "/v1/samples", submitKey, aTablet(session.id, 231 + index)),
    );
    const edit = await desk.act(anna, alertId, "edit", { contentHash, texts: { en: WORDS } });
    await Promise.all(arriving);
    const outcome = edit.body.outcome ?? edit.body.type;
    expect(["edited", "urn:tocsin:problem:changed-meanwhile"]).toContain(outcome);
    const approved = await desk.approve(ben, alertId);
    expect([200, 409]).toContain(approved.status);
    if (outcome === "edited") expect((await desk.newest(alertId)).content.texts["en"]).toEqual(WORDS);
  });
});
