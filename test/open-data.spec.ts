import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDataFile } from "../src/db/open-data-files.ts";
import { writeOpenData, writeOpenDataNightly } from "../src/pipeline/write-open-data.ts";
import { renderCsv } from "../src/open-data/render-csv.ts";
import { anAnalysis, aSession, aTablet } from "./support/invented-samples.ts";
import { readPackage } from "./support/frictionless.ts";
import { runTocsinCommand } from "./support/run-command-line.ts";
import { type RunningTocsin, runTocsin, testEnvironment } from "./support/running-tocsin.ts";

const SATURDAY = "2026-07-04T22:15:00Z";
const AUGUST = new Date("2026-08-01T02:00:00Z");
const TERMS = { licence: "CC0-1.0", floor: 5 };
const ON = { TOCSIN_OPEN_DATA: "yes", TOCSIN_OPEN_DATA_LICENCE: TERMS.licence };

describe("open data of a night", () => {
  let tocsin: RunningTocsin;
  let key: string;
  let lastTablet: ReturnType<typeof aTablet>;
  const write = () =>
    writeOpenData({ ...tocsin.installation, site: tocsin.site, openData: TERMS, now: () => AUGUST });
  const tables = async () => {
    const files = new Map<string, string>();
    for (const name of ["samples.csv", "findings.csv", "datapackage.json"])
      files.set(name, (await tocsin.call("GET", `/open-data/${name}`)).body);
    const description = JSON.stringify(files.get("datapackage.json"));
    return readPackage(description, (path) => files.get(path) ?? "");
  };

  beforeAll(async () => {
    tocsin = await runTocsin({ environment: ON });
    key = await tocsin.key(["submit", "read"]);
    const session = aSession({ name: "Invented festival", area: "PL-14" });
    await tocsin.call("POST", "/v1/sessions", key, session);
    const tablets = Array.from({ length: 30 }, (_, index) =>
      aTablet(session.id, 100 + index, {
        sampleCode: `=SECRET-${index}`,
        analyses: [
          anAnalysis(
            [
              { substance: "MDMA", amount: { kind: "dose", value: 123.456, unit: "mg", basis: "base" } },
              { substance: "caffeine" },
              ...(index === 0 ? [{ substance: "invented thing, from Jan" }, { substance: "PMMA" }] : []),
              { substance: "cocaine", presence: "not-detected" },
            ],
            { analysedAt: SATURDAY },
          ),
        ],
      }),
    );
    lastTablet = tablets[29] ?? aTablet(session.id, 1);
    const { body } = await tocsin.call("POST", "/v1/samples", key, tablets);
    expect(body.results ?? body).toHaveLength(30);
    await write();
  });
  afterAll(() => tocsin?.stop());

  it("is read by other people's programs as its description says", async () => {
    const read = await tables();
    expect(read.get("samples")).toHaveLength(30);
    expect(read.get("samples")?.[0]).toEqual({
      sample: "1",
      region: "PL-14",
      region_name: "Mazowieckie",
      period: "2026-W27",
      expected_substance_id: "mdma",
      expected_substance: "MDMA",
      form: "tablet",
      methods: "lc-ms",
    });
    const [caffeine, mdma] = read.get("findings") ?? [];
    expect(caffeine).toMatchObject({ sample: "1", substance_id: "caffeine", amount: "", amount_unit: "" });
    expect(mdma).toMatchObject({
      sample: "1",
      substance: "MDMA",
      inchikey: "SHXWCVYOXRDMCX-UHFFFAOYSA-N",
      amount: "123",
      amount_unit: "mg",
      amount_basis: "base",
      method: "lc-ms",
      grade: "confirmed-quantity",
    });
    expect(new Set(read.get("findings")?.map((row) => row["substance"]))).toEqual(
      new Set(["caffeine", "MDMA"]),
    );
  });

  it("holds no word that anybody typed, no code, id, day, weight or look", async () => {
    const { body: description } = await tocsin.call("GET", "/open-data/datapackage.json");
    const all = [
      (await tocsin.call("GET", "/open-data/samples.csv")).body,
      (await tocsin.call("GET", "/open-data/findings.csv")).body,
      JSON.stringify(description),
    ].join();
    for (const secret of [
      "SECRET",
      "Jan",
      "festival",
      "410",
      "123.456",
      "orange",
      "star",
      "2026-07-04",
      lastTablet.id,
    ])
      expect(all).not.toContain(secret);
  });

  it("is for every site's scripts, compressed, and is not sent twice", async () => {
    const first = await tocsin.call("GET", "/open-data/samples.csv");
    expect(first.status).toBe(200);
    expect(first.headers.get("content-type")).toMatch(/^text\/csv; charset=utf-8/);
    expect(first.headers.get("access-control-allow-origin")).toBe("*");
    expect(first.headers.get("content-encoding")).toMatch(/br|gzip/);
    const etag = first.headers.get("etag") ?? "";
    const again = await tocsin.call("GET", "/open-data/samples.csv", undefined, undefined, {
      "if-none-match": etag,
    });
    expect(again.status).toBe(304);
    expect((await tocsin.call("GET", "/open-data/other.csv")).status).toBe(404);
  });

  it("has a page that explains it and every column", async () => {
    const { status, body } = await tocsin.call("GET", "/open-data/");
    expect(status).toBe(200);
    for (const words of ["CC0-1.0", "samples.csv", "amount_basis", "1 August 2026", "at least"])
      expect(body).toContain(words);
    const bare = await tocsin.call("GET", "/open-data");
    expect([bare.status, bare.headers.get("location")]).toEqual([301, "/open-data/"]);
  });

  it("is counted by region and month", async () => {
    const { body, headers } = await tocsin.call(
      "GET",
      "/v1/statistics?region=Poland&from=2026-07&to=2026-07",
    );
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(body).toEqual({
      madeAt: AUGUST.toISOString(),
      licence: "CC0-1.0",
      floor: 5,
      checked: [{ region: "PL-14", period: "2026-07", samples: 30 }],
      found: [
        { substance: { id: "caffeine", name: "caffeine" }, region: "PL-14", period: "2026-07", samples: 30 },
        { substance: { id: "mdma", name: "MDMA" }, region: "PL-14", period: "2026-07", samples: 30 },
      ],
    });
    const only = await tocsin.call("GET", "/v1/statistics?substance=ecstasy&from=2026-08");
    expect(only.body).toMatchObject({ checked: [], found: [] });
    const wrong = await tocsin.call("GET", "/v1/statistics?region=Nowhere&from=July&colour=red");
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      "#/colour",
      "#/from",
      "#/region",
    ]);
  });

  it("counts only the newest revision of a sample", async () => {
    const { id, ...described } = lastTablet;
    const corrected = {
      ...described,
      revision: 1,
      reason: "the wrong result was typed in",
      analyses: [
        anAnalysis([{ substance: "MDMA", amount: { kind: "dose", value: 80, unit: "mg" } }], {
          analysedAt: SATURDAY,
        }),
      ],
    };
    const answer = await tocsin.call("POST", `/v1/samples/${id}/revisions`, key, corrected);
    expect([200, 201]).toContain(answer.status);
    await write();
    const read = await tables();
    const found = (substance: string) =>
      read.get("findings")?.filter((row) => row["substance_id"] === substance) ?? [];
    expect([found("caffeine").length, found("mdma").length]).toEqual([29, 30]);
    expect(found("mdma").filter(({ amount }) => amount === "80")).toHaveLength(1);
  });

  it("waits until a week is settled", async () => {
    const early = { ...tocsin.installation, site: tocsin.site, openData: TERMS };
    const outcome = await writeOpenData({ ...early, now: () => new Date("2026-07-19T23:59:00Z") });
    expect(outcome).toMatchObject({ outcome: "written", checked: 0, samples: 0 });
    expect((await tables()).get("samples")).toEqual([]);
    expect(await writeOpenData({ ...early, now: () => new Date("2026-07-20T00:00:00Z") })).toMatchObject({
      samples: 30,
    });
  });

  it("is made once a night, at three o'clock", async () => {
    const { db } = tocsin.installation;
    const at = (now: string) =>
      writeOpenDataNightly({
        ...tocsin.installation,
        site: tocsin.site,
        openData: TERMS,
        now: () => new Date(now),
      });
    expect(await at("2026-07-20T03:00:00Z")).toMatchObject({ outcome: "written" });
    expect(await at("2026-07-21T02:59:59Z")).toEqual({ outcome: "not-due" });
    expect(await at("2026-07-21T03:00:00Z")).toMatchObject({ outcome: "written" });
    expect((await openDataFile(db, "samples.csv"))?.madeAt).toEqual(new Date("2026-07-21T03:00:00Z"));
  });

  it("is made at once by hand", async () => {
    const environment = testEnvironment(tocsin.databaseUrl, ON);
    const made = await runTocsinCommand(["open-data", "write", "--json"], environment);
    expect([made.code, made.err]).toEqual([0, ""]);
    expect(JSON.parse(made.out)).toMatchObject({ findings: 59 });
    const off = await runTocsinCommand(["open-data", "write"], testEnvironment(tocsin.databaseUrl));
    expect([off.code, off.err]).toEqual([1, expect.stringContaining("TOCSIN_OPEN_DATA=yes")]);
  });
});

describe("open data that nobody switched on", () => {
  let tocsin: RunningTocsin;
  beforeAll(async () => {
    tocsin = await runTocsin();
  });
  afterAll(() => tocsin?.stop());

  it("is not there, and the answer says why", async () => {
    for (const path of ["/open-data", "/open-data/", "/open-data/samples.csv"]) {
      const { status, body } = await tocsin.call("GET", path);
      expect([path, status]).toEqual([path, 404]);
      expect(body).toContain("does not publish its results as tables");
    }
    expect(await tocsin.call("GET", "/v1/statistics")).toMatchObject({
      status: 404,
      body: { type: "urn:tocsin:problem:no-open-data" },
    });
    const { db } = tocsin.installation;
    expect(await db.selectFrom("open_data_file").select("name").execute()).toEqual([]);
  });
});

describe("a table", () => {
  it("runs nothing in a spreadsheet, and quotes as RFC 4180 says", () => {
    const columns = [
      { name: "text", value: ({ text }: { text: string }) => text },
      { name: "number", value: () => -1.5 },
    ];
    expect(renderCsv(columns, [{ text: "=1+1" }, { text: 'a "b", c' }, { text: "" }])).toBe(
      'text,number\r\n\'=1+1,-1.5\r\n"a ""b"", c",-1.5\r\n,-1.5\r\n',
    );
  });
});
