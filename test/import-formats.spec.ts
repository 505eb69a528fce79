import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { documented, profileWith } from "./support/documented-profile.ts";
import { ImportDesk } from "./support/import-desk.ts";

const desk = new ImportDesk();

const record = (code: string, amount: string) =>
  `{"code":"${code}","date":"04/07/2026","method":"GC-MS","town":"Kraków","found":[{"name":"cocaine","amount":${amount}}]}`;

describe("files that are made otherwise", () => {
  const perFinding = profileWith({
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
    expect(await desk.importText(text, { profile: perFinding })).toMatchObject({
      rowsRead: 5,
      rowsAccepted: 3,
      rowsRejected: 2,
      samplesAccepted: 1,
    });
    expect(await desk.stored()).toMatchObject({ sample: 1, analysis: 2, finding: 3 });
  });

  it("reads findings from a second file, and says which one is missing", async () => {
    const twoFiles = profileWith({
      rows: { are: "samples-with-findings-in-another-file", file: "contents.csv", by: "code" },
    });
    const file = join(desk.directory, "samples.csv");
    await writeFile(
      file,
      "date;code;expected;method;form;town\n04/07/2026;D-1;MDMA;GC-MS;tabletka;Kraków\n04/07/2026;D-2;MDMA;GC-MS;tabletka;Kraków\n",
    );
    expect(await desk.attempt({ file, profile: twoFiles })).toMatchObject({
      outcome: "refused",
      because: expect.stringContaining("contents.csv") as string,
    });
    await writeFile(
      join(desk.directory, "contents.csv"),
      "code;found;amount;unit\nD-1;MDMA;90;mg per tablet\nD-1;caffeine;;\n",
    );
    expect(await desk.import({ file, profile: twoFiles })).toMatchObject({
      rowsAccepted: 1,
      rowsRejected: 1,
      rejections: [{ because: "the row holds no result" }],
    });
    expect(await desk.stored()).toMatchObject({ finding: 2 });
  });

  it("reads JSON with NaN, and the rejected records come back as NDJSON", async () => {
    const json = profileWith({
      file: { format: "json", records: "data.records", toleratesNaN: true },
      findings: [
        {
          list: "found",
          substance: { column: "name" },
          amount: { column: "amount", unit: { constant: "%" } },
        },
      ],
    });
    const file = join(desk.directory, "records.json");
    await writeFile(
      file,
      `{"data":{"records":[${record("E-1", "NaN")},${record("E-2", "61.5")},${record("E-3", "140")}]}}`,
    );
    const report = await desk.import({ file, profile: json });
    expect(report).toMatchObject({
      rowsAccepted: 2,
      rowsRejected: 1,
      rejectedFile: join(desk.directory, "records.rejected.ndjson"),
    });
    const corrected = join(desk.directory, "corrected.ndjson");
    await writeFile(corrected, (await readFile(report.rejectedFile ?? "", "utf8")).replace("140", "14"));
    expect(await desk.import({ file: corrected, profile: json })).toMatchObject({
      rowsRead: 1,
      rowsAccepted: 1,
    });
  });

  it("refuses a file that lacks a column, before anything is written", async () => {
    const file = join(desk.directory, "other.csv");
    await writeFile(file, "date,code\n04/07/2026,F-1\n");
    expect(await desk.attempt({ file })).toMatchObject({
      outcome: "refused",
      because: expect.stringContaining('Is ";" really what separates its columns?') as string,
    });
    expect(await desk.attempt({ file: join(desk.directory, "none.csv") })).toMatchObject({
      outcome: "refused",
    });
  });

  it("takes in the example of the documentation whole", async () => {
    expect(await desk.importText(documented("csv"))).toMatchObject({
      rowsRead: 3,
      rowsAccepted: 3,
      unresolvedNames: [],
    });
  });
});
