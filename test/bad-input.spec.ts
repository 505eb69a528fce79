import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { countRows } from "./support/count-rows.ts";
import { aSession, aTablet, anAnalysis } from "./support/invented-samples.ts";
import { type ApiAnswer, type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";

type Json = Record<string, unknown>;

/** Every refusal is problem+json that says what, and in which field, would be right. */
const expectRefusal = (answer: ApiAnswer, status: number, kind: string) => {
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(answer.body).toMatchObject({
    type: `urn:tocsin:problem:${kind}`,
    status,
    title: expect.any(String),
  });
  expect(answer.status).toBe(status);
};

describe("bad input", () => {
  let tocsin: RunningTocsin;
  let key: string;
  let session: Json & { id: string };
  let before: Record<string, number>;

  beforeAll(async () => {
    tocsin = await runTocsin();
    key = await tocsin.key(["submit", "read"]);
    session = aSession();
    expect((await tocsin.call("POST", "/v1/sessions", key, session)).status).toBe(201);
  });
  afterAll(() => tocsin?.stop());

  const rows = () => countRows(tocsin.installation.db);
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    tocsin.call("POST", "/v1/samples", key, body, headers);
  const holding = (finding: Json, analysis: Json = {}) =>
    aTablet(session.id, 90, { analyses: [anAnalysis([finding], analysis)] });

  describe("in one sample is refused with its place and what would be right, and nothing is written", () => {
    beforeEach(async () => {
      before = await rows();
    });
    afterEach(async () => expect(await rows()).toEqual(before));

    const PERCENT = { kind: "percent-by-weight" };
    const DOSE = { kind: "dose", value: 90 };
    const IN_AMOUNT = "#/analyses/0/findings/0/amount";
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const cases: [what: string, sample: () => unknown, pointer: string, detail: RegExp][] = [
      ["an unknown key", () => aTablet(session.id, 90, { venue: "x" }), "#/venue", /not a field here; remove it/],
      ["an unknown key deep inside", () => holding({ substance: "MDMA", purity: 80 }), "#/analyses/0/findings/0/purity", /not a field here/],
      ["the key __proto__", () => JSON.parse(`{"__proto__": {}, "id": 1}`), "#/__proto__", /not a field here/],
      ["a key with an invisible character", () => aTablet(session.id, 90, { "a\u202eb": 1 }), "#/a%E2%80%AEb", /not a field here/],
      ["a unit that is not one", () => holding({ substance: "MDMA", amount: { ...DOSE, unit: "g" } }), `${IN_AMOUNT}/unit`, /^must be "mg" or "µg"/],
      ["a missing unit", () => holding({ substance: "MDMA", amount: DOSE }), `${IN_AMOUNT}/unit`, /^must be "mg" or "µg"/],
      ["an amount of an unknown kind", () => holding({ substance: "MDMA", amount: { kind: "percent", value: 4 } }), `${IN_AMOUNT}/kind`, /^must be one of "percent-by-weight", "dose"$/],
      ["0.0 of something detected", () => holding({ substance: "MDMA", amount: { ...PERCENT, value: 0 } }), `${IN_AMOUNT}/value`, /more than 0.*"abundance": "trace".*"not-detected"/],
      ["a dose below zero", () => holding({ substance: "MDMA", amount: { kind: "dose", unit: "mg", value: -3 } }), `${IN_AMOUNT}/value`, /must be more than 0/],
      ["140 per cent", () => holding({ substance: "MDMA", amount: { ...PERCENT, value: 140 } }), `${IN_AMOUNT}/value`, /at most 100: a share of the sample/],
      ["an amount of something not detected", () => holding({ substance: "MDMA", presence: "not-detected", amount: { ...PERCENT, value: 4 } }), IN_AMOUNT, /only a substance with "presence": "detected"/],
      ["a number sent as text", () => holding({ substance: "MDMA", amount: { ...PERCENT, value: "12" } }), `${IN_AMOUNT}/value`, /^must be a number$/],
      ["a weight of nothing", () => aTablet(session.id, 90, { weightMg: 0 }), "#/weightMg", /^must be more than 0$/],
      ["a missing sample code", () => aTablet(session.id, 90, { sampleCode: undefined }), "#/sampleCode", /^is missing: it must be text$/],
      ["an empty sample code", () => aTablet(session.id, 90, { sampleCode: " " }), "#/sampleCode", /^must not be empty$/],
      ["a sample code too long", () => aTablet(session.id, 90, { sampleCode: "9".repeat(200) }), "#/sampleCode", /^must have at most 60 characters$/],
      ["an unknown form", () => aTablet(session.id, 90, { form: "pill" }), "#/form", /^must be one of "tablet", "capsule"/],
      ["an id that the sender did not make as UUIDv7", () => aTablet(session.id, 90, { id: "7" }), "#/id", /must be a UUID version 7/],
      ["an unknown method", () => holding({ substance: "MDMA" }, { method: "crystal ball" }), "#/analyses/0/method", /"crystal ball" is not a known method; known are .*ftir/],
      ["an analysis without a finding", () => aTablet(session.id, 90, { analyses: [anAnalysis([])] }), "#/analyses/0/findings", /^must have at least 1 entry$/],
      ["an analysis in the future", () => holding({ substance: "MDMA" }, { analysedAt: tomorrow }), "#/analyses/0/analysedAt", /lies in the future; it is now .*check the clock/],
      ["an analysis in the year 0", () => holding({ substance: "MDMA" }, { analysedAt: "0000-01-01T00:00:00Z" }), "#/analyses/0/analysedAt", /check the year/],
      ["an instant without its offset", () => holding({ substance: "MDMA" }, { analysedAt: "2026-07-04T22:15:00" }), "#/analyses/0/analysedAt", /2026-07-04T22:15:00Z/],
      ["a day in the future", () => aTablet(session.id, 90, { collectedOn: "2999-01-01" }), "#/collectedOn", /lies in the future/],
      ["a day that is none", () => aTablet(session.id, 90, { collectedOn: "31.12.2025" }), "#/collectedOn", /a day such as 2026-07-04/],
      ["a session that is not there", () => aTablet("01890a5d-ac96-774b-bcce-b302099a8057", 90), "#/sessionId", /create it with POST \/v1\/sessions first/],
      ["two analyses with one id", () => { const one = anAnalysis([{ substance: "MDMA" }]); return aTablet(session.id, 90, { analyses: [one, one] }); }, "#/analyses", /same id; make a new UUID/],
      ["text where a sample should be", () => '"a sample"', "#", /^must be an object/],
      ["nothing where a sample should be", () => "null", "#", /^must be an object/],
    ]; // prettier-ignore
    it.each(cases)("%s", async (_what, sample, pointer, detail) => {
      const body = sample();
      const headers = typeof body === "string" ? { "content-type": "application/json" } : {};
      const answer = await post(body, headers);
      expectRefusal(answer, 422, "invalid-request");
      expect(answer.body.errors).toContainEqual({ pointer, detail: expect.stringMatching(detail) });
      for (const error of answer.body.errors) expect(error.detail).not.toMatch(/invalid|expected|undefined/i);
    });

    it.each([
      ["a control character", "A\u00001", "U+0000"],
      ["a line break", "A\n1", "U+000A"],
      ["a C1 control", "A\u00851", "U+0085"],
      ["a bidirectional control", "A\u202e1", "U+202E"],
      ["a bidirectional isolate", "A\u20661", "U+2066"],
      ["a zero-width space", "A\u200b1", "U+200B"],
      ["a zero-width joiner", "A\u200d1", "U+200D"],
      ["a byte order mark within", "A\ufeff1", "U+FEFF"],
      ["a soft hyphen", "A\u00ad1", "U+00AD"],
    ])("%s, called by its name", async (_what, sampleCode, name) => {
      const answer = await post(aTablet(session.id, 90, { sampleCode }));
      expectRefusal(answer, 422, "invalid-request");
      expect(answer.body.errors).toEqual([
        {
          pointer: "#/sampleCode",
          detail: expect.stringMatching(
            new RegExp(`^holds ${name.replace("+", "\\+")} at position 1: .*remove it$`),
          ),
        },
      ]);
    });

    it("a lone half of a surrogate pair", async () => {
      const answer = await post(
        JSON.stringify(aTablet(session.id, 90, { sampleCode: "A1" })).replace("A1", "A\\ud8001"),
        { "content-type": "application/json" },
      );
      expectRefusal(answer, 422, "invalid-request");
      expect(answer.body.errors).toEqual([
        { pointer: "#/sampleCode", detail: expect.stringContaining("U+D800") },
      ]);
    });

    it("thousands of unknown keys, of which the first fifty are named", async () => {
      const keys = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`k${index}`, 1]));
      const answer = await post({ ...aTablet(session.id, 90), ...keys });
      expectRefusal(answer, 422, "invalid-request");
      expect(answer.body.errors).toHaveLength(51);
      expect(answer.body.errors.at(-1)).toEqual({ pointer: "#", detail: "and 2950 more errors" });
    });

    it("JSON that is broken, nested too deeply, or not UTF-8", async () => {
      const json = { "content-type": "application/json" };
      expectRefusal(await post('{"id": ', json), 400, "not-json");
      expectRefusal(await post("[".repeat(40) + "]".repeat(40), json), 400, "too-deep");
      expectRefusal(
        await tocsin.call("POST", "/v1/samples", key, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), json),
        400,
        "encoding",
      );
    });

    it("compressed bodies and other content types", async () => {
      const zipped = gzipSync(JSON.stringify(aTablet(session.id, 90)));
      const answer = await tocsin.call("POST", "/v1/samples", key, zipped, {
        "content-type": "application/json",
        "content-encoding": "gzip",
      });
      expectRefusal(answer, 415, "content-encoding");
      expect(answer.body.detail).toContain("without");
      const csv = await tocsin.call("POST", "/v1/samples", key, "code,substance\nA1,MDMA\n", {
        "content-type": "text/csv",
      });
      expectRefusal(csv, 415, "content-type");
      expect(csv.body.detail).toBe("Send application/json or application/x-ndjson.");
    });

    it("a single sample larger than any sample is", async () => {
      const answer = await post({ ...aTablet(session.id, 90), padding: "x".repeat(300_000) });
      expectRefusal(answer, 413, "body-too-large");
      expect(answer.body.detail).toContain("262144 bytes");
    });

    it("a batch of 1,001, as a list and as lines", async () => {
      const answer = await post(Array.from({ length: 1_001 }, () => 0));
      expectRefusal(answer, 413, "too-many-rows");
      expect(answer.body.detail).toBe("At most 1000 samples in one request; this has 1001.");
      expectRefusal(
        await post("0\n".repeat(1_001), { "content-type": "application/x-ndjson" }),
        413,
        "too-many-rows",
      );
    });

    it("a session in an area that is not known, with the nearest that are", async () => {
      const answer = await tocsin.call("POST", "/v1/sessions", key, aSession({ area: "Mazowiecki" }));
      expectRefusal(answer, 422, "invalid-request");
      expect(answer.body.errors).toEqual([
        {
          pointer: "#/area",
          detail: expect.stringMatching(
            /"Mazowiecki" is not a known area; nearest are PL-14 \(Mazowieckie\)/,
          ),
        },
      ]);
      const hidden = await tocsin.call("POST", "/v1/sessions", key, aSession({ area: "PL\u202e14" }));
      expect(hidden.body.errors).toEqual([{ pointer: "#/area", detail: expect.stringContaining("U+202E") }]);
    });

    it("an address that names no sample", async () => {
      for (const id of ["7", "not-a-uuid", "01890a5d-ac96-774b-bcce-b302099a8057"]) {
        expectRefusal(
          await tocsin.call("POST", `/v1/samples/${id}/analyses`, key, anAnalysis([{ substance: "MDMA" }])),
          404,
          "not-found",
        );
        expectRefusal(await tocsin.call("GET", `/v1/samples/${id}`, key), 404, "not-found");
      }
    });
  });
});
