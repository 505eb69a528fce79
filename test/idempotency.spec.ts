import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countRows } from "./support/count-rows.ts";
import { reordered } from "./support/reordered.ts";
import { aSession, aTablet, anAnalysis } from "./support/invented-samples.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

type Json = Record<string, unknown>;

describe("sending again", () => {
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

  const post = (body: unknown, as = key) =>
    tocsin.call(
      "POST",
      "/v1/samples",
      as,
      body,
      typeof body === "string" ? { "content-type": "application/json" } : {},
    );
  const postSession = (body: unknown) => tocsin.call("POST", "/v1/sessions", key, body);
  const rows = () => countRows(tocsin.installation.db);
  const conflictsOf = async (id: string): Promise<Json[]> => {
    const { body } = await tocsin.call("GET", "/v1/review/conflicts", reviewer);
    return body.conflicts.filter((one: Json) => one["subjectId"] === id);
  };

  describe("a sample", () => {
    it("changes nothing and gives the same answer, whatever the order of keys and the white space", async () => {
      const sample = aTablet(session.id, 90);
      const first = await post(sample);
      expect([first.status, first.body]).toEqual([
        201,
        { outcome: "accepted", id: sample.id, unresolved: [] },
      ]);
      const before = await rows();
      for (const again of [
        sample,
        reordered(sample),
        JSON.stringify(sample, null, 4),
        { ...sample, id: sample.id.toUpperCase() },
      ]) {
        const answer = await post(again);
        expect([answer.status, answer.body]).toEqual([
          200,
          { outcome: "already-received", id: sample.id, unresolved: [] },
        ]);
      }
      expect(await rows()).toEqual(before);
    });

    it("twenty times at once is one sample and one event", async () => {
      const sample = aTablet(session.id, 90);
      const before = await rows();
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(sample)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        ...Array<number>(19).fill(200),
        201,
      ]);
      const { samples = 0, events = 0 } = before;
      expect(await rows()).toMatchObject({
        samples: samples + 1,
        events: events + 1,
        conflicts: before["conflicts"],
      });
    });

    it("with another body is a conflict: the first stays, the second is kept once, and a person decides", async () => {
      const sample = aTablet(session.id, 90);
      const other = { ...sample, weightMg: 999 };
      await post(sample);
      for (const answer of [await post(other), await post(other)]) {
        expect(answer.status).toBe(409);
        expect(answer.body).toMatchObject({
          type: "urn:tocsin:problem:sample-conflict",
          detail: expect.stringContaining("/revisions"),
        });
      }
      expect((await tocsin.call("GET", `/v1/samples/${sample.id}`, key)).body.weightMg).toBe(410);
      const [conflict, ...more] = await conflictsOf(sample.id);
      expect(more).toEqual([]);
      expect(conflict).toMatchObject({ kind: "sample", body: { weightMg: 999 } });

      const resolve = () =>
        tocsin.call("POST", `/v1/review/conflicts/${String(conflict?.["id"])}`, reviewer, {
          resolution: "The scale was set to tare.",
        });
      expect((await resolve()).body).toEqual({ outcome: "resolved" });
      expect(await conflictsOf(sample.id)).toEqual([]);
      expect((await resolve()).status).toBe(404);
      expect((await post(other)).status).toBe(409);
      expect(await conflictsOf(sample.id)).toEqual([]);
    });

    it("under a code that another sample of the session has is a conflict; in another session it is not", async () => {
      const first = aTablet(session.id, 90);
      await post(first);
      const second = aTablet(session.id, 95, { sampleCode: first["sampleCode"] });
      const answer = await post(second);
      expect([answer.status, answer.body.type]).toEqual([409, "urn:tocsin:problem:sample-code-conflict"]);
      expect(await conflictsOf(second.id)).toMatchObject([{ kind: "sample-code" }]);
      const elsewhere = aSession();
      await tocsin.call("POST", "/v1/sessions", key, elsewhere);
      expect((await post(aTablet(elsewhere.id, 95, { sampleCode: first["sampleCode"] }))).status).toBe(201);
    });

    it("with an analysis that belongs to another sample is a conflict, and nothing of it is written", async () => {
      const analysis = anAnalysis([{ substance: "MDMA" }]);
      await post(aTablet(session.id, 90, { analyses: [analysis] }));
      const before = await rows();
      const second = aTablet(session.id, 90, { analyses: [analysis] });
      const answer = await post(second);
      expect([answer.status, answer.body.type]).toEqual([409, "urn:tocsin:problem:analysis-conflict"]);
      expect(await rows()).toEqual({ ...before, conflicts: (before["conflicts"] ?? 0) + 1 });
      expect((await tocsin.call("GET", `/v1/samples/${second.id}`, key)).status).toBe(404);
    });
  });

  describe("a batch", () => {
    it("repeated is all 200 and changes nothing", async () => {
      const batch = Array.from({ length: 20 }, () => aTablet(session.id, 70));
      expect((await post(batch)).body.results.map((row: Json) => row["status"])).toEqual(Array(20).fill(201));
      const before = await rows();
      const { body } = await post(batch);
      expect(body).toMatchObject({ accepted: 20, refused: 0 });
      expect(body.results.map((row: Json) => row["status"])).toEqual(Array(20).fill(200));
      expect(await rows()).toEqual(before);
    });

    it("that holds one id twice takes it once; the same again is 200, another body is a conflict", async () => {
      const sample = aTablet(session.id, 70);
      const { body } = await post([sample, sample, { ...sample, weightMg: 1 }, aTablet(session.id, 71)]);
      expect(body.results.map((row: Json) => row["status"])).toEqual([201, 200, 409, 201]);
    });

    it("with a taken code and a taken analysis refuses these two only", async () => {
      const analysis = anAnalysis([{ substance: "MDMA" }]);
      const known = aTablet(session.id, 70, { analyses: [analysis] });
      await post(known);
      const { body } = await post([
        aTablet(session.id, 71),
        aTablet(session.id, 72, { sampleCode: known["sampleCode"] }),
        aTablet(session.id, 73, { analyses: [analysis] }),
        aTablet(session.id, 74),
      ]);
      expect(body.results.map((row: Json) => [row["status"], row["type"]])).toEqual([
        [201, undefined],
        [409, "urn:tocsin:problem:sample-code-conflict"],
        [409, "urn:tocsin:problem:analysis-conflict"],
        [201, undefined],
      ]);
    });
  });

  describe("conflicts", () => {
    it("are listed oldest first, after the one that was read last", async () => {
      const samples = [aTablet(session.id, 90), aTablet(session.id, 90)];
      for (const sample of samples) {
        await post(sample);
        await post({ ...sample, weightMg: 999 });
      }
      const list = async (query = "") =>
        (await tocsin.call("GET", `/v1/review/conflicts${query}`, reviewer)).body.conflicts as Json[];
      const all = await list();
      expect(all.slice(-2).map((one) => one["subjectId"])).toEqual(samples.map(({ id }) => id));
      expect(await list(`?after=${String(all.at(-2)?.["id"])}`)).toEqual(all.slice(-1));
      expect(await list(`?after=${String(all.at(-1)?.["id"])}`)).toEqual([]);
      expect((await tocsin.call("GET", "/v1/review/conflicts?after=x", reviewer)).status).toBe(422);
    });
  });

  describe("a session", () => {
    it("changes nothing, also with its area under another name; another body is a conflict", async () => {
      const one = aSession({ area: "PL-14" });
      expect((await postSession(one)).status).toBe(201);
      expect((await postSession(reordered(one))).body).toEqual({ outcome: "already-received", id: one.id });
      expect((await postSession({ ...one, area: "Mazowieckie" })).status).toBe(200);
      const conflict = await postSession({ ...one, area: "PL-12" });
      expect([conflict.status, conflict.body.type]).toEqual([409, "urn:tocsin:problem:session-conflict"]);
      expect(await conflictsOf(one.id)).toMatchObject([{ kind: "session", body: { area: "PL-12" } }]);
    });
  });

  describe("as another organisation", () => {
    it("neither lists nor resolves the conflicts of ours", async () => {
      const sample = aTablet(session.id, 90);
      await post(sample);
      await post({ ...sample, weightMg: 999 });
      const [conflict] = await conflictsOf(sample.id);
      const theirs = await tocsin.reviewerKey("Ben", "Day Owl");
      expect((await tocsin.call("GET", "/v1/review/conflicts", theirs)).body).toEqual({ conflicts: [] });
      const resolve = (by: string) =>
        tocsin.call("POST", `/v1/review/conflicts/${String(conflict?.["id"])}`, by, { resolution: "seen" });
      expect((await resolve(theirs)).status).toBe(404);
      expect((await resolve(reviewer)).status).toBe(200);
    });

    it("neither sees nor changes what is not its own", async () => {
      const others = await tocsin.key(["submit", "read"], "Day Owl");
      const sample = aTablet(session.id, 90);
      await post(sample);
      const before = await rows();
      expect((await tocsin.call("GET", `/v1/samples/${sample.id}`, others)).status).toBe(404);
      expect(
        (
          await tocsin.call(
            "POST",
            `/v1/samples/${sample.id}/analyses`,
            others,
            anAnalysis([{ substance: "MDMA" }]),
          )
        ).status,
      ).toBe(404);
      const { id: _id, ...described } = sample;
      const correction = { ...described, revision: 1, reason: "not mine" };
      const intoOurs = await tocsin.call("POST", `/v1/samples/${sample.id}/revisions`, others, correction);
      expect([intoOurs.status, intoOurs.body.errors[0].pointer]).toEqual([422, "#/sessionId"]);
      const theirs = aSession();
      await tocsin.call("POST", "/v1/sessions", others, theirs);
      const intoTheirs = await tocsin.call("POST", `/v1/samples/${sample.id}/revisions`, others, {
        ...correction,
        sessionId: theirs.id,
      });
      expect(intoTheirs.status).toBe(404);
      expect((await post(sample, others)).status).toBe(422);
      expect((await post({ ...sample, sessionId: theirs.id }, others)).status).toBe(409);
      expect(await rows()).toMatchObject({
        samples: before["samples"],
        analyses: before["analyses"],
        revisions: before["revisions"],
      });
      expect((await tocsin.call("GET", `/v1/samples/${sample.id}`, key)).body).toMatchObject({
        revision: 1,
        weightMg: 410,
      });
    });
  });
});
