import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { importCommand } from "../src/cli/import-command.ts";
import { loadProfile } from "../src/import/load-profile.ts";
import { ImportDesk } from "./support/import-desk.ts";
import { has, sharedData } from "./support/requirements.ts";

const desk = new ImportDesk();

const profileNamed = async (name: string) => {
  const loaded = await loadProfile(name);
  if (loaded.outcome === "refused") throw new Error(loaded.because);
  return loaded.profile;
};

// Thousands of rows four times over take their time on a busy machine.
describe.skipIf(!has("shared-data"))("the files of real services", { timeout: 180_000 }, () => {
  it.each([
    { name: "bc-fentanyl-quant", path: "bc-fentanyl-quant/samples.csv", rows: 9011, accepted: 0.999 },
    { name: "wedinos", path: "wedinos/records.json", rows: 713, accepted: 0.9 },
    { name: "ecstasydata", path: "ecstasydata/samples.csv", rows: 3270, accepted: 0.96 },
    { name: "unc-streetsafe", path: "unc-streetsafe/lab_detail_example_2022.csv", rows: 115, accepted: 1 },
  ])(
    "$name: every row is accepted or rejected with a reason, and once is enough",
    async ({ name, path, rows, accepted }) => {
      const options = { file: sharedData(path), profile: await profileNamed(name) };
      const foretold = await desk.import({ ...options, dryRun: true });
      const first = await desk.import(options);
      expect(first.rowsRead).toBe(rows);
      expect(first.rowsAccepted + first.rowsRejected).toBe(rows);
      expect(first.rowsAccepted / rows).toBeGreaterThanOrEqual(accepted);
      expect(first.rejections.reduce((sum, { rows: befallen }) => sum + befallen, 0)).toBe(
        first.rowsRejected,
      );
      expect(first.rejections.every(({ because }) => because.length > 10)).toBe(true);
      expect(foretold).toMatchObject({ rowsAccepted: first.rowsAccepted, rejections: first.rejections });
      if (first.rejectedFile !== null) {
        const again = await desk.import({
          ...options,
          file: first.rejectedFile,
          findingsFile: sharedData("ecstasydata/contents.csv"),
        });
        expect(again).toMatchObject({ rowsRead: first.rowsRejected, rowsRejected: first.rowsRejected });
      }

      const before = await desk.stored();
      const second = await desk.import(options);
      expect(second).toMatchObject({
        rowsAccepted: 0,
        rowsAlreadyReceived: first.rowsAccepted,
        rowsRejected: first.rowsRejected,
      });
      expect(await desk.stored()).toEqual(before);
    },
  );

  it("reads EcstasyData's numbers as amounts only where a service measured milligrams", async () => {
    await desk.import({
      file: sharedData("ecstasydata/samples.csv"),
      profile: await profileNamed("ecstasydata"),
    });
    const findingsOf = async (code: string) =>
      desk.db
        .selectFrom("finding")
        .innerJoin("analysis", "analysis.id", "finding.analysis_id")
        .innerJoin("sample", "sample.id", "analysis.sample_id")
        .select(["finding.name", "amount_value", "amount_unit", "abundance"])
        .where("sample_code", "=", code)
        .orderBy("position")
        .execute();
    const present = { amount_value: null, amount_unit: null, abundance: null };
    expect(await findingsOf("5162")).toEqual([
      { ...present, name: "Caffeine", amount_value: 3, amount_unit: "mg" },
      { ...present, name: "MDMA", amount_value: 124, amount_unit: "mg" },
    ]);
    expect(await findingsOf("2911")).toEqual([
      { ...present, name: "LSD", amount_value: 72.5, amount_unit: "µg" },
    ]);
    expect(await findingsOf("3")).toMatchObject([present, present, present]);
    expect(await findingsOf("1985")).toEqual(
      expect.arrayContaining([
        { ...present, name: "Caffeine", abundance: "trace" },
        { ...present, name: "mCPP", amount_value: 23, amount_unit: "mg" },
      ]),
    );
  });
});

const run = async (file: string, options: { profile?: string; json?: boolean } = {}) => {
  const out: string[] = [];
  const err: string[] = [];
  const code = await importCommand(
    { db: desk.db, ...desk.deps },
    {
      file,
      profile: "unc-streetsafe",
      organisationId: desk.organisationId,
      dryRun: true,
      json: false,
      ...options,
    },
    { out: { write: (text) => out.push(text) }, err: { write: (text) => err.push(text) } },
  );
  return { code, out: out.join(""), err: err.join("") };
};

describe("tocsin import", () => {
  it("says in plain words what would happen, and lets nothing from the file steer the terminal", async () => {
    const file = await desk.write(
      "lab.csv",
      "sampleid,date_complete,substance,abundance,method\n1,2022-02-11,invented-thing,,GCMS\n2,2022-02-11,x,\u001B[31mhuge,GCMS\n",
    );
    const { code, out, err } = await run(file);
    expect(code).toBe(0);
    expect(err).toBe("100 %, 2 rows read, 1 rejected\n");
    expect(out).toContain("Dry run: nothing was written");
    expect(out).toContain("2 rows read");
    expect(out).toContain('abundance: "\uFFFD[31mhuge" has no meaning in the profile');
    expect(out).toContain("invented-thing");
    expect(JSON.parse((await run(file, { json: true })).out)).toMatchObject({ rowsRead: 2, dryRun: true });
  });

  it("refuses a profile that is not there or not right, with every fault in its place", async () => {
    expect(await run("x.csv", { profile: "nowhere" })).toMatchObject({
      code: 1,
      err: expect.stringContaining("bc-fentanyl-quant, ecstasydata") as string,
    });
    const profile = await desk.write(
      "profile.json",
      (await readFile("profiles/unc-streetsafe.json", "utf8")).replace('"licence"', '"license"'),
    );
    const { code, err } = await run("x.csv", { profile });
    expect(code).toBe(1);
    expect(err).toContain("#/licence");
    expect(err).toContain("#/license is not a field here; remove it");
  });
});
