import { readFile, stat } from "node:fs/promises";
import type { Line } from "./read-lines.ts";
import { cellOf, type Row } from "./row.ts";

/** A JSON file is one value and is read whole; larger ones have to come as NDJSON, one record a line. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

export type JsonRecords = { outcome: "read"; rows: Row[] } | { outcome: "refused"; because: string };

/** All records of a JSON file. `records` is the path of the array, with dots; empty when the file is the array. */
export async function readJson(
  file: string,
  options: { encoding: string; records: string; toleratesNaN: boolean },
): Promise<JsonRecords> {
  const { size } = await stat(file);
  if (size > MAX_JSON_BYTES)
    return {
      outcome: "refused",
      because: `${file} has ${size} bytes, and JSON is read whole up to ${MAX_JSON_BYTES}; turn it into NDJSON, one record a line`,
    };
  const text = new TextDecoder(options.encoding).decode(await readFile(file));
  let content: unknown;
  try {
    content = JSON.parse(options.toleratesNaN ? withoutNaN(text) : text);
  } catch (error) {
    const hint = /\b(?:NaN|Infinity)\b/.test(text)
      ? '; if it holds NaN, say "toleratesNaN": true in the profile'
      : "";
    return {
      outcome: "refused",
      because: `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}${hint}`,
    };
  }
  const records = options.records === "" ? content : cellOf({ content }, `content.${options.records}`);
  if (!Array.isArray(records))
    return {
      outcome: "refused",
      because: `${file} has no list of records at "${options.records}"; see "records" in the profile`,
    };
  return { outcome: "read", rows: records.map((record, index) => rowOf(record, index + 1)) };
}

/** The records of an NDJSON file, one a line. A line that is not JSON becomes a row with a problem. */
export async function* readNdjson(lines: AsyncIterable<Line>): AsyncGenerator<Row> {
  for await (const { number, text } of lines) {
    if (text.trim() === "") continue;
    try {
      yield rowOf(JSON.parse(text), number);
    } catch {
      yield { line: number, cells: { unreadable: text }, problem: "is not JSON" };
    }
  }
}

const rowOf = (record: unknown, line: number): Row =>
  typeof record === "object" && record !== null && !Array.isArray(record)
    ? { line, cells: record as Row["cells"] }
    : { line, cells: { unreadable: record }, problem: "is not a record: it has no fields" };

/** Numbers that JSON does not know become null; text in quotation marks stays as it is. */
const withoutNaN = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : "null",
  );
