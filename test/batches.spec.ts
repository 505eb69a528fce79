import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countRows } from "./support/count-rows.ts";
import { aSession, aTablet, anAnalysis } from "./support/invented-samples.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

type Json = Record<string, unknown>;

describe("a submission", () => {
  let tocsin: RunningTocsin;
  let key: string;
  let session: Json & { id: string };
  let before: Record<string, number>;
  beforeAll(async () => {
    tocsin = await runTocsin();
    key = await tocsin.key(["submit", "read"]);
    session = aSession();
    await tocsin.call("POST", "/v1/sessions", key, session);
  });
  afterAll(() => tocsin?.stop());

  const rows = () => countRows(tocsin.installation.db);
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    tocsin.call("POST", "/v1/samples", key, body, headers);
  const holding = (finding: Json) => aTablet(session.id, 90, { analyses: [anAnalysis([finding])] });
  const blotter = (unit: string) =>
    aTablet(session.id, 1, {
      form: "blotter",
      analyses: [anAnalysis([{ substance: "LSD", amount: { kind: "dose", value: 90, unit } }])],
    });

  describe("in a batch", () => {
    it("leaves the other rows alone: one bad row is refused in its place", async () => {
      const good = [aTablet(session.id, 80), aTablet(session.id, 81), aTablet(session.id, 82)];
      const bad = holding({ substance: "MDMA", amount: { kind: "percent-by-weight", value: 140 } });
      before = await rows();
      const { status, body } = await post([good[0], good[1], good[2], bad, "not a sample"]);
      expect(status).toBe(200);
      expect(body).toMatchObject({ rows: 5, accepted: 3, refused: 2 });
      expect(body.results.map((row: Json) => [row["row"], row["status"]])).toEqual([
        [0, 201],
        [1, 201],
        [2, 201],
        [3, 422],
        [4, 422],
      ]);
      expect(body.results[3].errors).toEqual([
        { pointer: "#/analyses/0/findings/0/amount/value", detail: expect.stringContaining("at most 100") },
      ]);
      expect(body.results[4]).toMatchObject({
        type: "urn:tocsin:problem:invalid-request",
        errors: [{ pointer: "#" }],
      });
      expect(await rows()).toMatchObject({
        samples: (before["samples"] ?? 0) + 3,
        analyses: (before["analyses"] ?? 0) + 3,
        events: (before["events"] ?? 0) + 3,
      });
    });

    it("of lines takes all but the broken one, also with Windows line ends and an empty last line", async () => {
      const good = [aTablet(session.id, 80), aTablet(session.id, 81)];
      const lines = [JSON.stringify(good[0]), '{"id": "cut off', JSON.stringify(good[1]), ""].join("\r\n");
      const { status, body } = await post(lines, { "content-type": "application/x-ndjson; charset=utf-8" });
      expect(status).toBe(200);
      expect(body.results).toMatchObject([
        { row: 0, status: 201, id: good[0]?.id },
        { row: 1, status: 400, type: "urn:tocsin:problem:not-json" },
        { row: 2, status: 201, id: good[1]?.id },
      ]);
    });

    it("of a thousand is taken in", async () => {
      const { body } = await post(Array.from({ length: 1_000 }, () => aTablet(session.id, 60)));
      expect(body).toMatchObject({ rows: 1_000, accepted: 1_000, refused: 0 });
    });
  });

  describe("that is only unusual is taken in as it is", () => {
    it("keeps an unknown substance unresolved, with what may have been meant, and never maps it", async () => {
      const sample = holding({ substance: "methamfetamin3" });
      const answer = await post(sample);
      expect(answer.status).toBe(201);
      expect(answer.body.unresolved).toEqual([
        {
          pointer: "#/analyses/0/findings/0/substance",
          name: "methamfetamin3",
          suggestions: expect.arrayContaining([
            expect.objectContaining({ name: expect.any(String), confidence: expect.any(Number) }),
          ]),
        },
      ]);
      const { body } = await tocsin.call("GET", `/v1/samples/${sample.id}`, key);
      expect(body.findings).toMatchObject([{ name: "methamfetamin3", substanceName: null }]);
      expect(body.findings[0]).not.toHaveProperty("substanceId");
    });

    it("takes text in any Unicode form as the same text", async () => {
      const sample = aTablet(session.id, 90, { sampleCode: "Żółty-\u00e9", expectedSubstance: "z\u0142oty" });
      expect((await post(sample)).status).toBe(201);
      const decomposed = JSON.stringify(sample).normalize("NFD");
      expect(decomposed).not.toBe(JSON.stringify(sample));
      const again = await post(decomposed, { "content-type": "application/json" });
      expect([again.status, again.body.outcome]).toEqual([200, "already-received"]);
      expect((await tocsin.call("GET", `/v1/samples/${sample.id}`, key)).body.sampleCode).toBe(
        "Żółty-é".normalize("NFC"),
      );
    });

    it("takes either letter that looks like µ", async () => {
      for (const unit of ["\u00b5g", "\u03bcg"]) expect((await post(blotter(unit))).status).toBe(201);
    });

    it("takes a day that has begun in the east but not yet here", async () => {
      const easternDay = new Date(Date.now() + 13 * 3_600_000).toISOString().slice(0, 10);
      expect((await post(aTablet(session.id, 90, { collectedOn: easternDay }))).status).toBe(201);
    });
  });
});
