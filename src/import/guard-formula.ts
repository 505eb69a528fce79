/** The column that the file of rejected rows has beside the original ones. */
export const REASON_COLUMN = "rejected_because";

/** A spreadsheet takes a cell that begins like this for a formula and runs it. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/;

/** Puts an apostrophe before a cell that a spreadsheet would run. `unguardFormula` gives back exactly what was there. */
export const guardFormula = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);

export const unguardFormula = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);
