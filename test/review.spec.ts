import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aFalseBenzodiazepine } from "./support/invented-samples.ts";
import { type ReviewDesk, reviewDesk, WORDS } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

describe("review", () => {
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

  const publicPage = async (alertId: string) => (await tocsin.call("GET", `/alerts/${alertId}`)).status;

  it("lists red before warning, and within a level what has waited longest first", async () => {
    const opened = [
      await desk.openWarning(),
      await desk.openRed(),
      await desk.openWarning(),
      await desk.openRed(),
    ];
    const [firstWarning, firstRed, secondWarning, secondRed] = opened.map(({ alertId }) => alertId);
    const queue = await desk.queue();
    expect(queue.map(({ alertId }) => alertId)).toEqual([firstRed, secondRed, firstWarning, secondWarning]);
    expect(queue[0]).toMatchObject({
      state: "draft",
      msgType: "Alert",
      approvals: 0,
      approvalsNeeded: 2,
      isHistory: false,
    });
    expect(queue[2]).toMatchObject({ approvalsNeeded: 1 });
  });

  it("shows beside the text every sample, what was found how, and every threshold crossed", async () => {
    const { alertId, sample, session } = await desk.openRed();
    const second = aFalseBenzodiazepine(session.id);
    expect(await desk.submit(second)).toMatchObject({ decision: "update", reason: "new-sample", alertId });
    const { evidence, revisions } = await desk.alert(alertId);
    expect(evidence.map(({ sampleCode }) => sampleCode)).toEqual([
      second["sampleCode"],
      sample["sampleCode"],
    ]);
    expect(evidence[1]).toMatchObject({
      expectedName: "alprazolam",
      form: "tablet",
      colour: "white",
      decision: expect.stringContaining("opened"),
      findings: [
        { name: "metonitazene", presence: "detected", amount: "not measured", method: "lc-ms" },
        { name: "caffeine", presence: "detected", amount: "not measured", method: "lc-ms" },
      ],
    });
    expect(evidence[1]?.matches).toContainEqual(
      expect.objectContaining({
        ruleId: "benzodiazepine-holds-opioid",
        packId: "concern-groups",
        level: "red",
        packVersion: expect.any(String),
        reason: expect.stringContaining("metonitazene detected"),
      }),
    );
    expect(revisions[0]).toMatchObject({
      revision: 1,
      state: "draft",
      draftedLevel: "red",
      content: { samples: 2, level: "red" },
    });
  });

  it("publishes red with two different people only; the same person twice, also with another key, is one", async () => {
    const { alertId } = await desk.openRed();
    for (const key of [anna, anna, await tocsin.reviewerKey("Anna")])
      expect((await desk.approve(key, alertId)).body).toEqual({
        outcome: "approved",
        approvals: 1,
        approvalsNeeded: 2,
      });
    expect(await publicPage(alertId)).toBe(404);
    expect((await desk.approve(ben, alertId)).body).toMatchObject({ outcome: "published", revision: 1 });
    expect(await publicPage(alertId)).toBe(200);
    const { approvals } = await desk.newest(alertId);
    expect(approvals.map(({ reviewer }) => reviewer)).toEqual(["Anna", "Ben"]);
  });

  it("does not count somebody who is disabled meanwhile", async () => {
    const { alertId } = await desk.openRed();
    const carla = await tocsin.reviewerKey("Carla");
    await desk.approve(carla, alertId);
    await tocsin.installation.db
      .updateTable("reviewer")
      .set({ disabled_at: new Date() })
      .where("name", "=", "Carla")
      .execute();
    expect((await desk.approve(anna, alertId)).body).toEqual({
      outcome: "approved",
      approvals: 1,
      approvalsNeeded: 2,
    });
    expect((await desk.queue()).find((entry) => entry.alertId === alertId)).toMatchObject({ approvals: 1 });
    await tocsin.until(
      () => desk.approve(carla, alertId),
      ({ status }) => status === 401,
    );
    expect((await desk.approve(ben, alertId)).body).toMatchObject({ outcome: "published" });
  });

  it("takes two approvals at the same moment as two", async () => {
    const { alertId } = await desk.openRed();
    const answers = await Promise.all([desk.approve(anna, alertId), desk.approve(ben, alertId)]);
    expect(answers.map(({ body }) => body.outcome).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      "approved",
      "published",
    ]);
  });

  it("voids approvals when the text is edited, and refuses approvals and edits of what was read before", async () => {
    const { alertId } = await desk.openRed();
    const { contentHash } = await desk.newest(alertId);
    await desk.approve(anna, alertId);
    const edited = await desk.act(ben, alertId, "edit", { contentHash, texts: { en: WORDS } });
    expect(edited.body).toMatchObject({
      outcome: "edited",
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(edited.body.contentHash).not.toBe(contentHash);
    expect(await desk.newest(alertId)).toMatchObject({
      approvals: [],
      editedBy: "Ben",
      content: { texts: { en: WORDS } },
    });
    for (const [action, body] of [
      ["approve", {}],
      ["edit", { level: "warning" }],
    ] as const) {
      const late = await desk.act(anna, alertId, action, { contentHash, ...body });
      expect([late.status, late.body.type]).toEqual([409, "urn:tocsin:problem:changed-meanwhile"]);
    }
    expect((await desk.approve(ben, alertId)).body).toMatchObject({ outcome: "approved", approvals: 1 });
    expect((await desk.approve(anna, alertId)).body).toMatchObject({ outcome: "published" });
    expect((await desk.newest(alertId)).content.texts["en"]).toEqual(WORDS);
  });

  it("refuses an edit that says too little, too much or in no language", async () => {
    const { alertId } = await desk.openWarning();
    const { contentHash } = await desk.newest(alertId);
    const refused = async (edit: object) =>
      (await desk.act(anna, alertId, "edit", { contentHash, ...edit })).body.errors;
    expect(await refused({ texts: { en: { ...WORDS, headline: " " } } })).toEqual([
      { pointer: "#/texts/en/headline", detail: "must not be empty" },
    ]);
    expect(await refused({ texts: { en: { ...WORDS, push: "x".repeat(121) } } })).toEqual([
      { pointer: "#/texts/en/push", detail: "must have at most 120 characters" },
    ]);
    expect(await refused({ texts: { english: WORDS } })).toEqual([
      {
        pointer: "#/texts/english",
        detail: expect.stringContaining("must be a language in two letters such as en"),
      },
    ]);
    expect(await refused({ level: "purple" })).toEqual([
      { pointer: "#/level", detail: 'must be one of "information", "caution", "warning", "red"' },
    ]);
    expect(await refused({ grade: "confirmed-quantity" })).toEqual([
      { pointer: "#/grade", detail: "is not a field here; remove it" },
    ]);
  });

  it("lets a person change what is said about the look, and take it out", async () => {
    const { alertId } = await desk.openWarning();
    const edit = async (appearance: string | null) => {
      const { contentHash } = await desk.newest(alertId);
      expect((await desk.act(anna, alertId, "edit", { contentHash, appearance })).status).toBe(200);
      return (await desk.newest(alertId)).content;
    };
    expect((await desk.newest(alertId)).content.appearance).toContain("orange tablet");
    expect((await edit("orange tablet with a star")).appearance).toBe("orange tablet with a star");
    expect(await edit(null)).not.toHaveProperty("appearance");
  });

  it("keeps the look when an edit does not name it, and takes it out by an empty field of the form", async () => {
    const { alertId } = await desk.openWarning();
    const { contentHash } = await desk.newest(alertId);
    await desk.act(anna, alertId, "edit", { contentHash, texts: { en: WORDS } });
    const kept = await desk.newest(alertId);
    expect(kept.content.appearance).toContain("orange tablet");
    const form = { contentHash: kept.contentHash, lang: "en", level: "warning", appearance: " ", ...WORDS };
    const saved = await tocsin.call(
      "POST",
      `/review/alerts/${alertId}/edit`,
      anna,
      String(new URLSearchParams(form)),
      {
        "content-type": "application/x-www-form-urlencoded",
      },
    );
    expect(saved.status).toBe(303);
    expect((await desk.newest(alertId)).content).not.toHaveProperty("appearance");
  });

  it("needs two people also to talk a red draft down", async () => {
    const { alertId } = await desk.openRed();
    const { contentHash } = await desk.newest(alertId);
    await desk.act(anna, alertId, "edit", { contentHash, level: "warning" });
    expect(await desk.newest(alertId)).toMatchObject({
      draftedLevel: "red",
      approvalsNeeded: 2,
      content: { level: "warning", expiresAfterDays: 14 },
    });
    expect((await desk.approve(anna, alertId)).body).toMatchObject({
      outcome: "approved",
      approvalsNeeded: 2,
    });
    expect((await desk.approve(ben, alertId)).body).toMatchObject({ outcome: "published" });
  });

  it("needs two people for a warning that a person raised to red", async () => {
    const { alertId } = await desk.openWarning();
    const { contentHash } = await desk.newest(alertId);
    await desk.act(anna, alertId, "edit", { contentHash, level: "red" });
    expect((await desk.approve(anna, alertId)).body).toMatchObject({
      outcome: "approved",
      approvalsNeeded: 2,
    });
  });

  it("answers what is not there, and not asked for rightly, as problems", async () => {
    const unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
    expect((await tocsin.call("GET", `/v1/review/alerts/${unknown}`, anna)).status).toBe(404);
    expect((await desk.act(anna, unknown, "approve", { contentHash: "0".repeat(64) })).status).toBe(409);
    expect((await tocsin.call("POST", `/v1/review/alerts/${unknown}/applaud`, anna, {})).status).toBe(404);
    expect((await tocsin.call("GET", "/v1/review/alerts?show=all", anna)).status).toBe(422);
    const { alertId } = await desk.openWarning();
    expect((await desk.act(anna, alertId, "approve", { contentHash: "?" })).body.errors).toEqual([
      { pointer: "#/contentHash", detail: "must be the contentHash that you read, 64 hexadecimal digits" },
    ]);
  });
});
