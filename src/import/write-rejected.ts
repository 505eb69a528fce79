import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { guardFormula, REASON_COLUMN } from "./guard-formula.ts";
import type { FileFormat } from "./import-profile.ts";
import type { Row } from "./row.ts";

/** Spreadsheets take a CSV file for UTF-8 only when it begins with this mark. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Writes rejected rows to a file of their own, as they were and with the reason beside, ready to be corrected and imported
 * again. Nothing appears under the final name before `finish`.
 */
export class RejectedRows {
  readonly #stem: string;
  readonly #extension: string;
  readonly #partial: string;
  readonly #header: readonly string[];
  readonly #delimiter: string | undefined;
  #handle: FileHandle | undefined;

  constructor(directory: string, file: string, format: FileFormat, header: readonly string[]) {
    this.#stem = join(directory, basename(file, extname(file)));
    this.#extension = format.format === "csv" ? ".rejected.csv" : ".rejected.ndjson";
    this.#partial = `${this.#stem}.${process.pid}.partial`;
    this.#header = header;
    this.#delimiter = format.format === "csv" ? format.delimiter : undefined;
  }

  async write(rows: readonly Row[], because: string): Promise<void> {
    if (!this.#handle) {
      this.#handle = await open(this.#partial, "w");
      if (this.#delimiter !== undefined)
        await this.#handle.write(BYTE_ORDER_MARK + this.#csvLine([...this.#header, REASON_COLUMN]));
    }
    const lines = rows.map((row) =>
      this.#delimiter === undefined
        ? `${JSON.stringify({ ...row.cells, [REASON_COLUMN]: because })}\n`
        : this.#csvLine([...this.#cellsOf(row), because]),
    );
    await this.#handle.write(lines.join(""));
  }

  /**
   * Puts the file in its place and returns its path, or null when no row was rejected. An earlier file of that name may hold
   * somebody's corrections and is never replaced, unless it is the same.
   */
  async finish(): Promise<string | null> {
    if (!this.#handle) return null;
    await this.#handle.close();
    const content = await readFile(this.#partial);
    for (let number = 1; ; number++) {
      const path = `${this.#stem}${number === 1 ? "" : `-${number}`}${this.#extension}`;
      const earlier = await readFile(path).catch(() => undefined);
      if (earlier === undefined) await rename(this.#partial, path);
      else if (earlier.equals(content)) await rm(this.#partial);
      else continue;
      return path;
    }
  }

  /** Leaves nothing behind after a fault. */
  async discard(): Promise<void> {
    await this.#handle?.close();
    await rm(this.#partial, { force: true });
  }

  /** A line that could not be taken apart stands whole in the first column, so that it is not accepted by chance the next time. */
  #cellsOf({ cells, raw }: Row): string[] {
    return this.#header.map((column, index) => {
      const cell = cells[column];
      if (raw !== undefined) return index === 0 ? raw : "";
      return typeof cell === "string" ? cell : "";
    });
  }

  #csvLine(cells: readonly string[]): string {
    return stringify([cells.map(guardFormula)], {
      delimiter: this.#delimiter ?? ",",
      record_delimiter: "\r\n",
    });
  }
}
