import { stringify } from "csv-stringify/sync";
import { guardFormula } from "../import/guard-formula.ts";

/** What of a column a table needs. */
interface Filled<Row> {
  name: string;
  value: (row: Row) => string | number | undefined;
}

/** A table as CSV (RFC 4180, UTF-8): a heading, lines that end in CRLF, and no text that a spreadsheet would run as a formula. */
export const renderCsv = <Row>(columns: readonly Filled<Row>[], rows: readonly Row[]): string =>
  stringify(
    [
      columns.map(({ name }) => name),
      ...rows.map((row) =>
        columns.map(({ value }) => {
          const cell = value(row) ?? "";
          return typeof cell === "number" ? cell : guardFormula(cell);
        }),
      ),
    ],
    { record_delimiter: "\r\n" },
  );
