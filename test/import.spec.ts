import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ImportDesk } from "./support/import-desk.ts";

const NIGHT = join(import.meta.dirname, "fixtures/invented-night.csv");
const NIGHT_COUNTS = {
  rowsRead: 14,
  rowsAccepted: 3,
  rowsAlreadyReceived: 1,
  rowsRejected: 9,
  rowsInConflict: 1,
};

const desk = new ImportDesk();

describe("a file with good and bad rows", () => {
  it("takes the good rows in, and one bad row never sinks the rest", async () => {
    expect(await desk.import({ file: NIGHT })).toMatchObject(NIGHT_COUNTS);
    const samples = await desk.db
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
    expect(await desk.stored()).toMatchObject({
      session: 2,
      sample: 3,
      analysis: 3,
      finding: 3,
      outbox: 3,
      conflict: 1,
    });
  });

  it("gives every rejected row a reason in the words of the file, and the line", async () => {
    const { rejections } = await desk.import({ file: NIGHT });
    const reasons = new Map(rejections.map(({ firstLine, because }) => [firstLine, because]));
    expect([...reasons.keys()].sort((a, b) => a - b)).toEqual([3, 6, 7, 10, 11, 12, 13, 14, 16]);
    expect(reasons.get(3)).toContain("quotation mark");
    expect(reasons.get(6)).toBe('date: "04/07/2031" lies in the future; check the year');
    expect(reasons.get(7)).toContain('unit: "g per litre" has no meaning in the profile');
    expect(reasons.get(10)).toContain('method: "tea leaves" is not a known method');
    expect(reasons.get(11)).toContain("amount: must be at most 100");
    expect(reasons.get(12)).toContain("amount: must be more than 0");
    expect(reasons.get(13)).toContain('town: "Atlantis" has no meaning in the profile');
    expect(reasons.get(14)).toContain("has 11 cells where the header has 10");
    expect(reasons.get(16)).toContain("code: is empty");
  });

  it("keeps a name that nobody knows, and says which known ones are written alike", async () => {
    const { unresolvedNames } = await desk.import({ file: NIGHT });
    expect(unresolvedNames).toMatchObject([{ name: "metonitazeen", findings: 1 }]);
    expect(unresolvedNames[0]?.suggestions[0]?.name).toBe("metonitazene");
    const { name, substance_id } = await desk.db
      .selectFrom("finding")
      .select(["name", "substance_id"])
      .where("name", "=", "metonitazeen")
      .executeTakeFirstOrThrow();
    expect({ name, substance_id }).toEqual({ name: "metonitazeen", substance_id: null });
  });

  it("changes nothing when it is imported again", async () => {
    await desk.import({ file: NIGHT });
    const before = await desk.stored();
    expect(await desk.import({ file: NIGHT })).toMatchObject({
      ...NIGHT_COUNTS,
      rowsAccepted: 0,
      rowsAlreadyReceived: 4,
    });
    expect(await desk.stored()).toEqual(before);
    expect(await readdir(desk.directory)).toEqual(["invented-night.rejected.csv"]);
  });

  it("is foretold by a dry run, which writes nothing", async () => {
    const nothing = await desk.stored();
    const foretold = await desk.import({ file: NIGHT, dryRun: true });
    expect(await desk.stored()).toEqual(nothing);
    expect(await readdir(desk.directory)).toEqual([]);
    const { rejections, unresolvedNames, conflicts } = await desk.import({ file: NIGHT });
    expect(foretold).toMatchObject({
      ...NIGHT_COUNTS,
      rejections,
      unresolvedNames,
      conflicts,
      rejectedFile: null,
    });
    expect(await desk.import({ file: NIGHT, dryRun: true })).toMatchObject({
      rowsAccepted: 0,
      rowsAlreadyReceived: 4,
      rowsInConflict: 1,
    });
  });

  it("belongs to the organisation that imports it", async () => {
    await desk.import({ file: NIGHT });
    const another = await desk.addOrganisation("Another service");
    expect(await desk.import({ file: NIGHT, organisationId: another })).toMatchObject(NIGHT_COUNTS);
  });
});

describe("the file of rejected rows", () => {
  it("can be corrected and imported as it is", async () => {
    const { rejectedFile } = await desk.import({ file: NIGHT });
    const rejected = await readFile(rejectedFile ?? "", "utf8");
    expect(rejected).toContain('"\'=HYPERLINK(""http://example.org"")"');
    expect(rejected).toContain(";'-1+1;");
    const corrected = join(desk.directory, "corrected.csv");
    await writeFile(
      corrected,
      rejected
        .replace("tea leaves", "GC-MS")
        .replace("A-007;amphetamine;amphetamine;140", "A-007;amphetamine;amphetamine;41,5"),
    );
    expect(await desk.import({ file: corrected })).toMatchObject({
      rowsRead: 9,
      rowsAccepted: 2,
      rowsRejected: 7,
    });
    const { expected_name } = await desk.db
      .selectFrom("sample")
      .select("expected_name")
      .where("sample_code", "=", "A-006")
      .executeTakeFirstOrThrow();
    expect(expected_name).toBe('=HYPERLINK("http://example.org")');
  });

  it("never takes the place of one in which somebody may be working", async () => {
    const first = await desk.import({ file: NIGHT });
    await writeFile(first.rejectedFile ?? "", "half corrected");
    const second = await desk.import({ file: NIGHT });
    expect(second.rejectedFile).toBe(join(desk.directory, "invented-night-2.rejected.csv"));
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
    await desk.importText(header + row);
    const report = await desk.importText(header + corrected);
    expect(report).toMatchObject({
      rowsAccepted: 0,
      rowsInConflict: 1,
      conflicts: [{ sampleCode: "B-1", line: 2 }],
    });
    expect(await desk.stored()).toMatchObject({ sample: 1, finding: 1, conflict: 1 });
  });
});
