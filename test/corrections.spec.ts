import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aSession, aTablet, anAnalysis } from "./support/invented-samples.ts";
import { reordered } from "./support/reordered.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

type Json = Record<string, unknown>;

describe("what comes after a sample", () => {
  let tocsin: RunningTocsin;
  let key: string;
  let reviewer: string;
  let session: Json & { id: string };
  beforeAll(async () => {
    tocsin = await runTocsin();
    key = await tocsin.key(["submit", "read"]);
    reviewer = await tocsin.reviewerKey("Anna");
    session = aSession();
    await tocsin.call("POST", "/v1/sessions", key, session);
  });
  afterAll(() => tocsin?.stop());

  const post = (body: unknown) => tocsin.call("POST", "/v1/samples", key, body);
  const conflictsOf = async (id: string): Promise<Json[]> => {
    const { body } = await tocsin.call("GET", "/v1/review/conflicts", reviewer);
    return body.conflicts.filter((one: Json) => one["subjectId"] === id);
  };
  const add = (sampleId: string, analysis: Json) =>
    tocsin.call("POST", `/v1/samples/${sampleId}/analyses`, key, analysis);
  const correct = (sampleId: string, correction: Json) =>
    tocsin.call("POST", `/v1/samples/${sampleId}/revisions`, key, correction);
  const submitted = async () => {
    const sample = aTablet(session.id, 90);
    await post(sample);
    const { id, ...described } = sample;
    return { id, described, sample };
  };
  const weights = async (sampleId: string) => {
    const { revision, weightMg, findings } = (await tocsin.call("GET", `/v1/samples/${sampleId}`, key)).body;
    return { revision, weightMg, findings: findings.length };
  };

  it("an added analysis repeated is one analysis; its id with another result is a conflict", async () => {
    const { id } = await submitted();
    const analysis = anAnalysis([{ substance: "caffeine" }]);
    expect((await add(id, analysis)).status).toBe(201);
    const again = await add(id, reordered(analysis) as Json);
    expect([again.status, again.body]).toMatchObject([
      200,
      { outcome: "already-received", id: analysis.id, revision: 2 },
    ]);
    expect((await add(id, { ...analysis, findings: [{ substance: "PMMA" }] })).status).toBe(409);
    expect(await conflictsOf(analysis.id)).toMatchObject([
      { kind: "analysis", body: { findings: [{ substance: "PMMA" }] } },
    ]);
    const { id: otherId } = await submitted();
    expect((await add(otherId, analysis)).status).toBe(409);
    expect(await weights(id)).toMatchObject({ revision: 2, findings: 2 });
  });

  it("twelve analyses are enough", async () => {
    const { id } = await submitted();
    for (let count = 2; count <= 12; count++)
      expect((await add(id, anAnalysis([{ substance: "caffeine" }]))).status).toBe(201);
    const answer = await add(id, anAnalysis([{ substance: "caffeine" }]));
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ pointer: "#", detail: "a sample takes at most 12 analyses" }],
    ]);
  });

  it("a correction keeps the old revision with the reason, and repeated it is one correction", async () => {
    const { id, described, sample } = await submitted();
    const correction = { ...described, revision: 1, weightMg: 400, reason: "The scale was set to tare." };
    expect((await correct(id, correction)).body).toMatchObject({ outcome: "accepted", revision: 2 });
    for (const path of [id, id.toUpperCase()]) {
      const again = await correct(path, correction);
      expect([again.status, again.body]).toMatchObject([
        200,
        { outcome: "already-received", id, revision: 2 },
      ]);
    }
    expect(await weights(id)).toMatchObject({ revision: 2, weightMg: 400 });
    const kept = await tocsin.installation.db
      .selectFrom("sample_revision")
      .selectAll()
      .where("sample_id", "=", id)
      .execute();
    expect(kept).toMatchObject([
      {
        revision: 1,
        reason: "The scale was set to tare.",
        body: { weight_mg: 410, analyses: [{ findings: [{ name: "MDMA", amount_value: 90 }] }] },
      },
    ]);
    expect((await post(sample)).status).toBe(200);
    expect(await weights(id)).toMatchObject({ revision: 2, weightMg: 400 });
  });

  it("a correction that arrives again after a later one does not undo it", async () => {
    const { id, described } = await submitted();
    const first = { ...described, revision: 1, weightMg: 400, reason: "first look" };
    await correct(id, first);
    await correct(id, { ...described, revision: 2, weightMg: 405, reason: "second look" });
    expect((await correct(id, first)).body).toMatchObject({ outcome: "already-received", revision: 3 });
    expect(await weights(id)).toMatchObject({ revision: 3, weightMg: 405 });
    expect(
      (await correct(id, { ...first, revision: 3, reason: "it was right at first" })).body,
    ).toMatchObject({
      outcome: "accepted",
      revision: 4,
    });
  });

  it("a correction can take an added analysis away, and the analysis arriving again does not bring it back", async () => {
    const { id, described } = await submitted();
    const wrong = anAnalysis([{ substance: "PMMA" }]);
    await add(id, wrong);
    expect(
      (await correct(id, { ...described, revision: 2, reason: "that result was of another sample" })).body,
    ).toMatchObject({ outcome: "accepted", revision: 3 });
    expect(await weights(id)).toMatchObject({ findings: 1 });
    expect((await add(id, wrong)).body).toMatchObject({ outcome: "already-received", revision: 3 });
    expect(await weights(id)).toMatchObject({ revision: 3, findings: 1 });
  });

  it("a correction of an earlier revision takes no later result away: both are kept, a person looks", async () => {
    const { id, described } = await submitted();
    const laboratory = anAnalysis([{ substance: "PMMA" }]);
    await add(id, laboratory);
    const late = { ...described, revision: 1, weightMg: 400, reason: "The scale was set to tare." };
    for (const answer of [await correct(id, late), await correct(id, late)])
      expect([answer.status, answer.body]).toMatchObject([
        409,
        {
          type: "urn:tocsin:problem:revision-conflict",
          detail: expect.stringMatching(/revision 2.*read it again.*all its analyses/i),
        },
      ]);
    expect(await weights(id)).toEqual({ revision: 2, weightMg: 410, findings: 2 });
    expect(await conflictsOf(id)).toMatchObject([{ kind: "sample", body: { revision: 1, weightMg: 400 } }]);
  });

  it("a correction can be made from what is read: it says all that was said, and the revision", async () => {
    const { id, described } = await submitted();
    await add(id, anAnalysis([{ substance: "PMMA", abundance: "trace" }]));
    const { revision, analyses } = (await tocsin.call("GET", `/v1/samples/${id}`, key)).body;
    const answer = await correct(id, {
      ...described,
      revision,
      analyses,
      weightMg: 400,
      reason: "weighed again",
    });
    expect([answer.status, answer.body.revision]).toEqual([201, 3]);
    expect(await weights(id)).toEqual({ revision: 3, weightMg: 400, findings: 2 });
    expect((await tocsin.call("GET", `/v1/samples/${id}`, key)).body.analyses).toEqual(analyses);
  });

  it("a correction must say which revision it corrects", async () => {
    const { id, described } = await submitted();
    const answer = await correct(id, { ...described, reason: "no revision" });
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer: "#/revision" }]]);
  });

  it("a correction to a code that is taken is a conflict and changes nothing", async () => {
    const { id, described } = await submitted();
    const { sample: other } = await submitted();
    const answer = await correct(id, {
      ...described,
      sampleCode: other["sampleCode"],
      revision: 1,
      reason: "wrong label",
    });
    expect([answer.status, answer.body.type]).toEqual([409, "urn:tocsin:problem:sample-code-conflict"]);
    expect(await weights(id)).toMatchObject({ revision: 1 });
    expect(await conflictsOf(id)).toMatchObject([{ kind: "sample-code" }]);
  });

  it("of an unknown sample is not found", async () => {
    const { described } = await submitted();
    const correction = { ...described, revision: 1, sampleCode: "new", reason: "a reason" };
    expect((await correct(uuidv7(), correction)).status).toBe(404);
  });
});
