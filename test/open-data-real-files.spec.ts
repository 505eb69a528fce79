import { describe, expect, it } from "vitest";
import { openDataFile } from "../src/db/open-data-files.ts";
import { readStatistics } from "../src/db/statistics.ts";
import { loadProfile } from "../src/import/load-profile.ts";
import { writeOpenData } from "../src/pipeline/write-open-data.ts";
import { readPackage } from "./support/frictionless.ts";
import { ImportDesk } from "./support/import-desk.ts";
import { SITE } from "./support/invented-alerts.ts";
import { has, sharedData } from "./support/requirements.ts";

const FLOOR = 5;
const desk = new ImportDesk();

describe.skipIf(!has("shared-data"))("open data of real services", { timeout: 180_000 }, () => {
  it.each([
    { name: "bc-fentanyl-quant", path: "bc-fentanyl-quant/samples.csv", told: 0.95 },
    { name: "wedinos", path: "wedinos/records.json", told: 0.8 },
    { name: "ecstasydata", path: "ecstasydata/samples.csv", told: 0.8 },
  ])("$name: most samples are told, and none in a small cell", async ({ name, path, told }) => {
    const loaded = await loadProfile(name);
    if (loaded.outcome === "refused") throw new Error(loaded.because);
    await desk.import({ file: sharedData(path), profile: loaded.profile });
    const { db, deps } = desk;
    const written = await writeOpenData({
      db,
      ...deps,
      site: SITE,
      openData: { licence: "CC-BY-4.0", floor: FLOOR },
    });
    if (written.outcome !== "written") throw new Error(written.outcome);
    expect(written.samples / written.checked).toBeGreaterThan(told);

    const bodies = new Map<string, string>();
    for (const file of ["datapackage.json", "samples.csv", "findings.csv"])
      bodies.set(file, (await openDataFile(db, file))?.body ?? "");
    const tables = readPackage(bodies.get("datapackage.json") ?? "", (file) => bodies.get(file) ?? "");
    const [samples = [], findings = []] = [tables.get("samples"), tables.get("findings")];
    expect([samples.length, findings.length]).toEqual([written.samples, written.findings]);
    const small = (rows: typeof samples, ...columns: string[]) =>
      [...Map.groupBy(rows, (row) => columns.map((column) => row[column]).join()).values()].filter(
        ({ length }) => length < FLOOR,
      );
    expect(small(samples, "region", "period", "expected_substance_id", "form")).toEqual([]);
    expect(
      small(
        findings.filter(({ sample }) => sample !== ""),
        "region",
        "period",
        "substance_id",
      ),
    ).toEqual([]);
    expect(
      small(
        findings.filter(({ sample }) => sample === ""),
        "region",
        "period",
        "substance_id",
      ),
    ).toEqual([]);

    const { checked, found } = await readStatistics(db, {});
    const sum = (counts: readonly { samples: number }[]) =>
      counts.reduce((total, one) => total + one.samples, 0);
    expect([sum(checked), sum(found)]).toEqual([samples.length, findings.length]);
    expect(Math.min(...[...checked, ...found].map((one) => one.samples))).toBeGreaterThanOrEqual(FLOOR);
  });
});
