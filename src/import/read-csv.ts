import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { REASON_COLUMN, unguardFormula } from "./guard-formula.ts";
import type { Line } from "./read-lines.ts";
import type { Row } from "./row.ts";

/** A cell may run over several lines; a quotation mark that is still open after this many was never meant to be. */
const MAX_LINES_IN_A_RECORD = 50;

interface Reading {
  line: Line;
  cells: string[];
  problem?: string;
}

/**
 * The records of a CSV file, the first being the header. A record that cannot be read becomes a row with a problem, and
 * reading goes on at the very next line, so that one stray quotation mark does not swallow the rest of the file.
 * In a file of rejected rows that comes back, the apostrophes before formulas are taken away again.
 */
export async function* readCsv(
  lines: AsyncIterable<Line>,
  delimiter: string,
  onHeader: (header: string[]) => void,
): AsyncGenerator<Row> {
  let header: string[] | undefined;
  let isReturning = false;
  const original = (cell: string) => (isReturning ? unguardFormula(cell) : cell);
  for await (const { line, cells, problem } of readRecords(lines, delimiter)) {
    if (header === undefined) {
      isReturning = cells.includes(REASON_COLUMN);
      header = cells.map((cell) => original(cell.trim()));
      onHeader(header);
      continue;
    }
    const row: Row = {
      line: line.number,
      cells: Object.fromEntries(header.map((column, index) => [column, original(cells[index] ?? "")])),
    };
    const wrong = problem ?? problemOf(header, cells);
    yield wrong === undefined ? row : { ...row, problem: wrong, raw: original(line.text) };
  }
}

function problemOf(header: string[], cells: string[]): string | undefined {
  if (cells.length < header.length)
    return `has ${cells.length} cells where the header has ${header.length}; something is missing`;
  if (cells.length > header.length)
    return `has ${cells.length} cells where the header has ${header.length}, the last being "${cells.slice(header.length).join(" | ")}"; text that holds the separator must stand in quotation marks`;
  if (cells.some((cell) => cell.includes("\uFFFD")))
    return 'holds a character that cannot be read; check "encoding" in the profile';
  return undefined;
}

async function* readRecords(lines: AsyncIterable<Line>, delimiter: string): AsyncGenerator<Reading> {
  const upcoming: Line[] = [];
  const source = lines[Symbol.asyncIterator]();
  const nextLine = async () => {
    const read = upcoming.shift() ?? (await source.next()).value;
    return read as Line | undefined;
  };
  let width: number | undefined;
  for (let line = await nextLine(); line; line = await nextLine()) {
    if (line.text.trim() === "") continue;
    const together = [line];
    let cells = parseLine(line.text, delimiter);
    while (cells === "open" && together.length < MAX_LINES_IN_A_RECORD) {
      const more = await nextLine();
      if (!more) break;
      together.push(more);
      cells = parseLines(together, delimiter);
    }
    const isOneRecord = together.length === 1 || width === undefined || cells.length === width;
    if (typeof cells === "string" || !isOneRecord) {
      upcoming.unshift(...together.slice(1));
      yield {
        line,
        cells: line.text.split(delimiter),
        problem: "holds a quotation mark that is not closed, or closed too early",
      };
      continue;
    }
    width ??= cells.length;
    if (cells.some((cell) => cell.trim() !== "")) yield { line, cells };
  }
}

type Cells = string[] | "open" | "broken";

/** Within one line a stray quotation mark is only a character, as in 5" pipe. */
const parseLine = (text: string, delimiter: string): Cells =>
  text.includes('"') ? parseText(text, delimiter, true) : text.split(delimiter);

const parseLines = (lines: readonly Line[], delimiter: string): Cells =>
  parseText(lines.map((line) => line.text).join("\n"), delimiter, false);

function parseText(text: string, delimiter: string, isLenient: boolean): Cells {
  try {
    return parse(text, { delimiter, relax_quotes: isLenient, relax_column_count: true })[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return error.code === "CSV_QUOTE_NOT_CLOSED" ? "open" : "broken";
  }
}
