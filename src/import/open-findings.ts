import { dirname, join } from "node:path";
import type { ImportProfile } from "./import-profile.ts";
import { openRecords } from "./open-records.ts";
import { type Row, textOf } from "./row.ts";

/** The findings of a second file by sample, and its columns. Both are empty for a profile that has none. */
export type Findings =
  | { outcome: "opened"; bySample: Map<string, Row[]>; header: readonly string[] }
  | { outcome: "refused"; because: string };

/** Reads the second file of a profile whole. It is looked for beside the main one unless `findingsFile` names it. */
export async function openFindings(
  profile: ImportProfile,
  mainFile: string,
  findingsFile: string | undefined,
): Promise<Findings> {
  const bySample = new Map<string, Row[]>();
  if (profile.rows.are !== "samples-with-findings-in-another-file")
    return { outcome: "opened", bySample, header: [] };
  const { file, by } = profile.rows;
  const records = await openRecords(findingsFile ?? join(dirname(mainFile), file), profile.file, [by]);
  if (records.outcome === "refused")
    return {
      outcome: "refused",
      because: `${records.because}. This profile finds the results in a second file, ${file}: put it beside the first or name it with --findings`,
    };
  for await (const row of records.rows) {
    const sample = textOf(row.cells, by);
    const rows = bySample.get(sample);
    if (rows) rows.push(row);
    else bySample.set(sample, [row]);
  }
  return { outcome: "opened", bySample, header: records.header };
}
