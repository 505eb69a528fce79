import { stat } from "node:fs/promises";
import { REASON_COLUMN } from "./guard-formula.ts";
import type { FileFormat } from "./import-profile.ts";
import { readCsv } from "./read-csv.ts";
import { readJson, readNdjson } from "./read-json.ts";
import { readLines } from "./read-lines.ts";
import type { Row } from "./row.ts";

/** An open file. `header` is empty unless the file is CSV. */
export interface Records {
  outcome: "opened";
  rows: AsyncIterable<Row>;
  header: readonly string[];
  /** How much of the file has been read, 0 to 1. */
  progress(): number;
}

export type Opening = Records | { outcome: "refused"; because: string };

/**
 * Opens a file. A profile for JSON also reads NDJSON, which is how rejected records come back.
 * `wanted` are the columns that a CSV file must have.
 */
export async function openRecords(
  file: string,
  format: FileFormat,
  wanted: readonly string[],
): Promise<Opening> {
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined) return { outcome: "refused", because: `there is no file ${file}` };
  if (format.format === "json" && !file.endsWith(".ndjson")) {
    const json = await readJson(file, format);
    return json.outcome === "refused" ? json : openList(json.rows);
  }
  let bytesRead = 0;
  const lines = readLines(file, format.encoding, (bytes) => (bytesRead = bytes));
  const progress = () => (size === 0 ? 1 : bytesRead / size);
  if (format.format !== "csv") return { outcome: "opened", rows: readNdjson(lines), header: [], progress };

  let header: readonly string[] | undefined;
  const rows = readCsv(lines, format.delimiter, (columns) => (header = columns));
  const first = await rows.next();
  const wrong = headerProblem(header, wanted, format.delimiter);
  if (wrong !== undefined) {
    await rows.return(undefined);
    return { outcome: "refused", because: `${file} ${wrong}` };
  }
  const columns = (header ?? []).filter((column) => column !== REASON_COLUMN);
  return { outcome: "opened", rows: startingWith(first, rows), header: columns, progress };
}

function openList(rows: readonly Row[]): Records {
  let read = 0;
  async function* eachRow() {
    for (const row of rows) {
      read += 1;
      yield row;
    }
  }
  return { outcome: "opened", rows: eachRow(), header: [], progress: () => read / Math.max(1, rows.length) };
}

async function* startingWith(first: IteratorResult<Row>, rest: AsyncGenerator<Row>) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

function headerProblem(
  header: readonly string[] | undefined,
  wanted: readonly string[],
  delimiter: string,
): string | undefined {
  if (header === undefined) return "is empty";
  const twice = header.find((column, index) => column !== "" && header.indexOf(column) !== index);
  if (twice !== undefined) return `has two columns named "${twice}"`;
  const missing = wanted.filter((column) => !header.includes(column));
  if (missing.length === 0) return undefined;
  const delimiterHint = header.length === 1 ? ` Is "${delimiter}" really what separates its columns?` : "";
  return `has no column ${missing.map((column) => `"${column}"`).join(", ")}; its columns are ${header.join(", ")}.${delimiterHint}`;
}
