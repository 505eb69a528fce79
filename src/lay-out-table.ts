/** Rows of text as columns of equal width, under their headings, for a terminal. */
export function layOutTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The day of an instant, or a dash. */
export const day = (at: Date | string | null): string =>
  at === null ? "-" : (typeof at === "string" ? at : at.toISOString()).slice(0, 10);
