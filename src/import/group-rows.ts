import type { ImportProfile } from "./import-profile.ts";
import type { Row } from "./row.ts";
import { textOf } from "./row.ts";

/** The rows of the main file that make one sample, and the cells that hold its findings. */
export interface SampleRows {
  code: string;
  /** Never empty: the first describes the sample. */
  rows: [Row, ...Row[]];
  results: Row["cells"][];
  /** Why the sample cannot be read. */
  problem?: string;
}

/** Puts the rows together that belong to one sample. Files with one row a finding are read whole, because rows need not stand together. */
export async function* groupRows(
  rows: AsyncIterable<Row>,
  profile: ImportProfile,
  findingsOf: ReadonlyMap<string, Row[]> | undefined,
): AsyncGenerator<SampleRows> {
  if (profile.rows.are === "findings") {
    yield* groupByCode(rows, profile);
    return;
  }
  const by = profile.rows.are === "samples" ? undefined : profile.rows.by;
  for await (const row of rows) {
    const found = by === undefined ? [row] : (findingsOf?.get(textOf(row.cells, by)) ?? []);
    const broken = found.find((result) => result.problem !== undefined);
    const problem = row.problem ?? (broken && `line ${broken.line} of the findings ${broken.problem}`);
    yield named(profile, {
      rows: [row],
      results: found.map((result) => ({ ...row.cells, ...result.cells })),
      ...(problem === undefined ? {} : { problem }),
    });
  }
}

async function* groupByCode(rows: AsyncIterable<Row>, profile: ImportProfile): AsyncGenerator<SampleRows> {
  const groups = new Map<string, SampleRows>();
  for await (const row of rows) {
    const one = named(profile, {
      rows: [row],
      results: [row.cells],
      ...(row.problem === undefined ? {} : { problem: row.problem }),
    });
    const group = one.code === "" ? undefined : groups.get(one.code);
    if (!group) groups.set(one.code === "" ? `line ${row.line}` : one.code, one);
    else {
      group.rows.push(row);
      group.results.push(row.cells);
      if (one.problem !== undefined) group.problem ??= `line ${row.line} of this sample ${one.problem}`;
    }
  }
  yield* groups.values();
}

function named(profile: ImportProfile, group: Omit<SampleRows, "code">): SampleRows {
  const parts = profile.sampleCode.map((column) => textOf(group.rows[0].cells, column));
  const empty = profile.sampleCode.filter((_, index) => parts[index] === "");
  if (empty.length === 0) return { ...group, code: parts.join("/") };
  return {
    ...group,
    code: "",
    problem: group.problem ?? `${empty.join(", ")}: is empty, and a sample needs its code`,
  };
}
