/** One column of a published table: how its cells are filled, and what the data dictionary says of it. */
export interface Column<Row> {
  name: string;
  type: "integer" | "number" | "string";
  description: string;
  /** Undefined: the cell is empty. */
  value: (row: Row) => string | number | undefined;
  isRequired?: boolean;
  /** The only values that can stand there. */
  values?: readonly string[];
  /** Regular expression that the whole of every value fits. */
  pattern?: string;
  /** Unit of the numbers. */
  unit?: string;
}
