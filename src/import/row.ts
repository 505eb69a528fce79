/** One record of a file. `cells` holds text for CSV and any JSON value for JSON. */
export interface Row {
  /** Line of the file on which the record begins, or its place in the array, counted from 1. */
  line: number;
  cells: Readonly<Record<string, unknown>>;
  /** Why the record cannot be read, for example a quotation mark that is not closed. */
  problem?: string;
  /** The line as it stands in the file, when its cells could not be told apart for certain. */
  raw?: string;
}

/** The value of a column; in JSON also of a member of a member, with dots: "result.substance". */
export function cellOf(cells: Row["cells"], column: string): unknown {
  if (Object.hasOwn(cells, column)) return cells[column];
  const dot = column.indexOf(".");
  if (dot < 0) return undefined;
  const inner = Object.hasOwn(cells, column.slice(0, dot)) ? cells[column.slice(0, dot)] : undefined;
  return typeof inner === "object" && inner !== null
    ? cellOf(inner as Row["cells"], column.slice(dot + 1))
    : undefined;
}

/** One line of text from a cell: the lines of a cell are joined by commas, each different one once. Lists and objects have no text. */
export function textOf(cells: Row["cells"], column: string): string {
  const value = cellOf(cells, column);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return "";
  if (!/[\r\n\t]/.test(value)) return value.trim();
  const lines = value.split(/[\r\n]+/).map((line) => line.replaceAll("\t", " ").trim());
  return [...new Set(lines.filter((line) => line !== ""))].join(", ");
}
