import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../src/db/migrate.ts";
import { type Database, openDatabase } from "../src/db/open-database.ts";
import { importFile, type ImportOptions } from "../src/import/import-file.ts";
import type { ImportReport } from "../src/import/import-report.ts";
import { ImportProfile } from "../src/import/import-profile.ts";
import { silentLog } from "../src/log.ts";
import { shipped } from "./support/shipped-knowledge.ts";
import { cloneDatabase, startThrowawayPostgres } from "./support/throwaway-postgres.ts";

const NIGHT = join(import.meta.dirname, "fixtures/invented-night.csv");
const now = () => new Date("2026-08-01T10:00:00Z");

/** The example of the documentation, so that what a volunteer copies is what is tested. */
const documentation = await readFile(join(import.meta.dirname, "../docs/import-profiles.md"), "utf8");
const example = (language: string) => documentation.split(`\`\`\`${language}\n`)[1]?.split("```")[0] ?? "";
const profile = ImportProfile.parse(JSON.parse(example("json")));

let server: Awaited<ReturnType<typeof startThrowawayPostgres>>;
let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Database;
let directory: string;
let organisationId: string;

beforeAll(async () => {
  server = await startThrowawayPostgres();
});
afterAll(() => server.stop());

const addOrganisation = async (name: string) => {
  const id = uuidv7();
  await db.insertInto("organisation").values({ id, name }).execute();
  return id;
};

beforeEach(async () => {
  database = await cloneDatabase(server.adminUrl);
  db = openDatabase(database.url, silentLog);
  await migrate(db);
  organisationId = await addOrganisation("A drug-checking service");
  directory = await mkdtemp(join(tmpdir(), "tocsin-import-"));
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

const attempt = (options: Partial<ImportOptions> = {}) =>
  importFile(
    { db, knowledge: shipped, now, log: silentLog },
    { file: NIGHT, profile, organisationId, rejectedInto: directory, ...options },
  );

async function doImport(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  const report = await attempt(options);
  if (report.outcome === "refused") throw new Error(report.because);
  return report;
}

const doImportText = async (text: string, options: Partial<ImportOptions> = {}) => {
  const file = join(directory, "results.csv");
  await writeFile(file, text);
  return doImport({ file, ...options });
};

const stored = async () => {
  const tables = ["session", "sample", "analysis", "finding", "outbox", "conflict"];
  const counts = tables.map(
    (table) => sql`(select count(*)::int from ${sql.table(table)}) as ${sql.ref(table)}`,
  );
  const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)}`.execute(db);
  return rows[0];
};

const NIGHT_COUNTS = {
  rowsRead: 14,
  rowsAccepted: 3,
  rowsAlreadyReceived: 1,
  rowsRejected: 9,
  rowsInConflict: 1,
};

describe("a file with good and bad rows", () => {
  it("takes the good rows in, and one bad row never sinks the rest", async () => {
    expect(await doImport()).toMatchObject(NIGHT_COUNTS);
    const samples = await db
      .selectFrom("sample")
      .select(["sample_code", "area", "form", "collected_on", "expected_substance_id"])
      .orderBy("sample_code")
      .execute();
    expect(samples).toEqual([
      {
        sample_code: "A-001",
        area: "PL-12",
        form: "tablet",
        collected_on: "2026-07-04",
        expected_substance_id: "mdma",
      },
      {
        sample_code: "A-003",
        area: "PL-12",
        form: "powder",
        collected_on: "2026-07-04",
        expected_substance_id: "cocaine",
      },
      {
        sample_code: "A-011",
        area: "PL-22",
        form: "powder",
        collected_on: "2026-07-04",
        expected_substance_id: "heroin",
      },
    ]);
    expect(await stored()).toMatchObject({
      session: 2,
      sample: 3,
      analysis: 3,
      finding: 3,
      outbox: 3,
      conflict: 1,
    });
  });

  it("gives every rejected row a reason in the words of the file, and the line", async () => {
    const { rejections } = await doImport();
    const reasons = new Map(rejections.map(({ firstLine, because }) => [firstLine, because]));
    expect([...reasons.keys()].sort((a, b) => a - b)).toEqual([3, 6, 7, 10, 11, 12, 13, 14, 16]);
    expect(reasons.get(3)).toContain("quotation mark");
    expect(reasons.get(6)).toBe(
      "date: lies in the future; date: lies in the future; it is now 2026-08-01T10:00:00.000Z: check the clock of the sending device",
    );
    expect(reasons.get(7)).toContain('unit: "g per litre" has no meaning in the profile');
    expect(reasons.get(10)).toContain('method: "tea leaves" is not a known method');
    expect(reasons.get(11)).toContain("amount: must be at most 100");
    expect(reasons.get(12)).toContain("amount: must be more than 0");
    expect(reasons.get(13)).toContain('town: "Atlantis" has no meaning in the profile');
    expect(reasons.get(14)).toContain("has 11 cells where the header has 10");
    expect(reasons.get(16)).toContain("code: is empty");
  });

  it("keeps a name that nobody knows, and says which known ones are written alike", async () => {
    const { unresolvedNames } = await doImport();
    expect(unresolvedNames).toMatchObject([
      { name: "metonitazen", findings: 1, suggestions: [{ name: "metonitazene" }] },
    ]);
    const { name, substance_id } = await db
      .selectFrom("finding")
      .select(["name", "substance_id"])
      .where("name", "=", "metonitazen")
      .executeTakeFirstOrThrow();
    expect({ name, substance_id }).toEqual({ name: "metonitazen", substance_id: null });
  });

  it("changes nothing when it is imported again", async () => {
    await doImport();
    const before = await stored();
    expect(await doImport()).toMatchObject({ ...NIGHT_COUNTS, rowsAccepted: 0, rowsAlreadyReceived: 4 });
    expect(await stored()).toEqual(before);
    expect(await readdir(directory)).toEqual(["invented-night.rejected.csv"]);
  });

  it("is foretold by a dry run, which writes nothing", async () => {
    const nothing = await stored();
    const foretold = await doImport({ dryRun: true });
    expect(await stored()).toEqual(nothing);
    expect(await readdir(directory)).toEqual([]);
    const { rejections, unresolvedNames, conflicts } = await doImport();
    expect(foretold).toMatchObject({
      ...NIGHT_COUNTS,
      rejections,
      unresolvedNames,
      conflicts,
      rejectedFile: null,
    });
    expect(await doImport({ dryRun: true })).toMatchObject({
      rowsAccepted: 0,
      rowsAlreadyReceived: 4,
      rowsInConflict: 1,
    });
  });

  it("belongs to the organisation that imports it", async () => {
    await doImport();
    const another = await addOrganisation("Another service");
    expect(await doImport({ organisationId: another })).toMatchObject(NIGHT_COUNTS);
  });
});

describe("the file of rejected rows", () => {
  it("can be corrected and imported as it is", async () => {
    const { rejectedFile } = await doImport();
    const rejected = await readFile(rejectedFile ?? "", "utf8");
    expect(rejected).toContain('"\'=HYPERLINK(""http://example.org"")"');
    expect(rejected).toContain(";'-1+1;");
    const corrected = join(directory, "corrected.csv");
    await writeFile(
      corrected,
      rejected
        .replace("tea leaves", "GC-MS")
        .replace("A-007;amphetamine;amphetamine;140", "A-007;amphetamine;amphetamine;41,5"),
    );
    expect(await doImport({ file: corrected })).toMatchObject({
      rowsRead: 9,
      rowsAccepted: 2,
      rowsRejected: 7,
    });
    const { expected_name } = await db
      .selectFrom("sample")
      .select("expected_name")
      .where("sample_code", "=", "A-006")
      .executeTakeFirstOrThrow();
    expect(expected_name).toBe('=HYPERLINK("http://example.org")');
  });

  it("never takes the place of one in which somebody may be working", async () => {
    const first = await doImport();
    await writeFile(first.rejectedFile ?? "", "half corrected");
    const second = await doImport();
    expect(second.rejectedFile).toBe(join(directory, "invented-night-2.rejected.csv"));
    expect(await readFile(first.rejectedFile ?? "", "utf8")).toBe("half corrected");
  });
});

describe("a row that was corrected in a later file", () => {
  const header = "date;code;expected;found;amount;unit;method;form;town\n";
  const row = "04/07/2026;B-1;MDMA;MDMA;90;mg per tablet;GC-MS;tabletka;Kraków\n";

  it.each([
    ["a number", row.replace("90", "190")],
    ["the date", row.replace("04/07", "04/06")],
    ["the area", row.replace("Kraków", "Gdynia")],
  ])("is a conflict and not a second sample: %s", async (_, corrected) => {
    await doImportText(header + row);
    const report = await doImportText(header + corrected);
    expect(report).toMatchObject({
      rowsAccepted: 0,
      rowsInConflict: 1,
      conflicts: [{ sampleCode: "B-1", line: 2 }],
    });
    expect(await stored()).toMatchObject({ sample: 1, finding: 1, conflict: 1 });
  });
});

describe("files that are made otherwise", () => {
  const perFinding = ImportProfile.parse({
    ...JSON.parse(example("json")),
    rows: { are: "findings" },
    expectedSubstance: undefined,
    form: undefined,
    findings: [{ substance: { column: "found" } }],
  });
  const header = "date;code;found;method;town\n";

  it("puts all rows of one sample together, wherever they stand, and rejects them together", async () => {
    const rows = [
      "C-1;cocaine;GC-MS",
      "C-2;MDMA;GC-MS",
      "C-1;levamisole;GC-MS",
      "C-1;cocaine;FTIR",
      "C-2;caffeine;tarot",
    ];
    const text = header + rows.map((row) => `04/07/2026;${row};Kraków\n`).join("");
    expect(await doImportText(text, { profile: perFinding })).toMatchObject({
      rowsRead: 5,
      rowsAccepted: 3,
      rowsRejected: 2,
      samplesAccepted: 1,
    });
    expect(await stored()).toMatchObject({ sample: 1, analysis: 2, finding: 3 });
  });

  it("reads findings from a second file, and says which one is missing", async () => {
    const twoFiles = ImportProfile.parse({
      ...JSON.parse(example("json")),
      rows: { are: "samples-with-findings-in-another-file", file: "contents.csv", by: "code" },
    });
    const file = join(directory, "samples.csv");
    await writeFile(
      file,
      "date;code;expected;method;form;town\n04/07/2026;D-1;MDMA;GC-MS;tabletka;Kraków\n04/07/2026;D-2;MDMA;GC-MS;tabletka;Kraków\n",
    );
    expect(await attempt({ file, profile: twoFiles })).toMatchObject({
      outcome: "refused",
      because: expect.stringContaining("contents.csv") as string,
    });
    await writeFile(
      join(directory, "contents.csv"),
      "code;found;amount;unit\nD-1;MDMA;90;mg per tablet\nD-1;caffeine;;\n",
    );
    expect(await doImport({ file, profile: twoFiles })).toMatchObject({
      rowsAccepted: 1,
      rowsRejected: 1,
      rejections: [{ because: "the row holds no result" }],
    });
    expect(await stored()).toMatchObject({ finding: 2 });
  });

  it("reads JSON with NaN, and the rejected records come back as NDJSON", async () => {
    const json = ImportProfile.parse({
      ...JSON.parse(example("json")),
      file: { format: "json", records: "data.records", toleratesNaN: true },
      findings: [
        {
          list: "found",
          substance: { column: "name" },
          amount: { column: "amount", unit: { constant: "%" } },
        },
      ],
    });
    const file = join(directory, "records.json");
    const record = (code: string, amount: string) =>
      `{"code":"${code}","date":"04/07/2026","method":"GC-MS","town":"Kraków","found":[{"name":"cocaine","amount":${amount}}]}`;
    await writeFile(
      file,
      `{"data":{"records":[${record("E-1", "NaN")},${record("E-2", "61.5")},${record("E-3", "140")}]}}`,
    );
    const report = await doImport({ file, profile: json });
    expect(report).toMatchObject({
      rowsAccepted: 2,
      rowsRejected: 1,
      rejectedFile: join(directory, "records.rejected.ndjson"),
    });
    const corrected = join(directory, "corrected.ndjson");
    await copyFile(report.rejectedFile ?? "", corrected);
    await writeFile(corrected, (await readFile(corrected, "utf8")).replace("140", "14"));
    expect(await doImport({ file: corrected, profile: json })).toMatchObject({
      rowsRead: 1,
      rowsAccepted: 1,
    });
  });

  it("refuses a file that lacks a column, before anything is written", async () => {
    const file = join(directory, "other.csv");
    await writeFile(file, "date,code\n04/07/2026,F-1\n");
    expect(await attempt({ file })).toMatchObject({
      outcome: "refused",
      because: expect.stringContaining('Is ";" really what separates its columns?') as string,
    });
    expect(await attempt({ file: join(directory, "none.csv") })).toMatchObject({ outcome: "refused" });
  });

  it("takes in the example of the documentation whole", async () => {
    expect(await doImportText(example("csv"))).toMatchObject({
      rowsRead: 3,
      rowsAccepted: 3,
      unresolvedNames: [],
    });
  });
});
