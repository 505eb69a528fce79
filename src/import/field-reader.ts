import type { DateFrom, ImportProfile, NumberFrom } from "./import-profile.ts";
import type { Value } from "./profile-value.ts";
import { readDate, readNumber, readValue, type Reading } from "./read-value.ts";
import type { Row } from "./row.ts";

type Cells = Row["cells"];

/** A value and the column it was read from. */
export interface Read<T> {
  value: T;
  column: string | undefined;
}

/** Reads the fields of one sample. Goes on after a fault, so that all that is wrong with a row can be said at once. */
export class FieldReader {
  readonly #today: string;
  readonly #nothing: ImportProfile["nothing"];
  /** What is wrong, in words. */
  readonly problems: string[] = [];
  /** The column behind each part of the sample, by JSON pointer. */
  readonly columns = new Map<string, string>();

  constructor(profile: ImportProfile, today: string) {
    this.#today = today;
    this.#nothing = profile.nothing;
  }

  value(from: Value | undefined, cells: Cells): Read<string> | undefined {
    return from && this.#take(readValue(from, cells, this.#nothing));
  }

  /** As `value`, but it is a problem when there is nothing. */
  required(from: Value, cells: Cells, problem: string): Read<string> | undefined {
    const reading = readValue(from, cells, this.#nothing);
    if (reading.outcome === "nothing") this.problems.push(problem);
    return this.#take(reading);
  }

  date(from: DateFrom | undefined, cells: Cells): Read<string> | undefined {
    return from && this.#take(readDate(from, cells, this.#nothing, this.#today));
  }

  requiredDate(from: DateFrom, cells: Cells): Read<string> | undefined {
    const reading = readDate(from, cells, this.#nothing, this.#today);
    if (reading.outcome === "nothing")
      this.problems.push(`${from.column}: is empty, and a result needs its date`);
    return this.#take(reading);
  }

  number(from: NumberFrom | undefined, cells: Cells): Read<number> | undefined {
    return from && this.#take(readNumber(from, cells, this.#nothing));
  }

  /** Notes which column the part of the sample at `pointer` comes from, and passes its value on. */
  at<T>(pointer: string, read: Read<T> | undefined): T | undefined {
    if (read?.column !== undefined) this.columns.set(pointer, read.column);
    return read?.value;
  }

  isNothing(word: string): boolean {
    return this.#nothing.has(word);
  }

  #take<T>(reading: Reading<T>): Read<T> | undefined {
    if (reading.outcome === "refused") this.problems.push(reading.because);
    return reading.outcome === "value" ? { value: reading.value, column: reading.column } : undefined;
  }
}
