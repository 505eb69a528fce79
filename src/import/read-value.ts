import { foldText } from "./fold-text.ts";
import { parseDate } from "./parse-date.ts";
import type { DateFrom, NumberFrom } from "./import-profile.ts";
import type { Condition, Value, ValueFrom } from "./profile-value.ts";
import { cellOf, type Row, textOf } from "./row.ts";

type Cells = Row["cells"];
type Nothing = ReadonlySet<string>;

/** What a profile makes of a row: a value and the column it was read from, nothing, or the reason why not. */
export type Reading<T> =
  | { outcome: "value"; value: T; column?: string }
  | { outcome: "nothing" }
  | { outcome: "refused"; because: string };

const NOTHING: Reading<never> = { outcome: "nothing" };

/** Whether all conditions hold for a row. */
export const holds = (
  conditions: readonly Condition[] | undefined,
  cells: Cells,
  nothing: Nothing,
): boolean =>
  conditions === undefined || conditions.every((condition) => holdsOne(condition, cells, nothing));

function holdsOne(
  { column, is, contains, startsWith, filled }: Condition,
  cells: Cells,
  nothing: Nothing,
): boolean {
  const text = foldText(textOf(cells, column));
  if (is) return is.includes(text);
  if (contains) return contains.some((word) => text.includes(word));
  if (startsWith) return startsWith.some((word) => text.startsWith(word));
  return filled === !nothing.has(text);
}

/** The first source that gives something decides. */
export function readValue(sources: Value, cells: Cells, nothing: Nothing): Reading<string> {
  for (const source of sources) {
    const reading = holds(source.when, cells, nothing) ? readSource(source, cells, nothing) : NOTHING;
    if (reading.outcome !== "nothing") return reading;
  }
  return NOTHING;
}

function readSource(source: ValueFrom, cells: Cells, nothing: Nothing): Reading<string> {
  const { constant, column = "", map, endings } = source;
  if (constant !== undefined) return { outcome: "value", value: constant };
  const cell = textOf(cells, column);
  if (nothing.has(foldText(cell)) && !map?.has(foldText(cell))) return NOTHING;
  const text = source.leadingLetters ? (/^\p{L}*/u.exec(cell)?.[0] ?? "") : cell;
  const meaning = map?.get(foldText(text)) ?? (endings && meaningOfEnding(endings, foldText(text)));
  if (meaning !== undefined) return { outcome: "value", value: meaning, column };
  if ((!map && !endings) || source.unmapped === "keep") return { outcome: "value", value: text, column };
  return source.unmapped === "nothing"
    ? NOTHING
    : {
        outcome: "refused",
        because: `${column}: "${cell}" has no meaning in the profile; add it there or correct the row`,
      };
}

function meaningOfEnding(endings: ReadonlyMap<string, string>, text: string): string | undefined {
  const words = text.split(" ");
  for (let start = 0; start < words.length; start++) {
    const meaning = endings.get(words.slice(start).join(" "));
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

/** A day as YYYY-MM-DD; `today` is the last one that is possible. */
export function readDate(from: DateFrom, cells: Cells, nothing: Nothing, today: string): Reading<string> {
  const text = textOf(cells, from.column);
  if (nothing.has(foldText(text))) return NOTHING;
  const day = parseDate(text, from.formats);
  if (day === undefined)
    return {
      outcome: "refused",
      because: `${from.column}: "${text}" is not a date written as ${from.formats.join(" or ")}`,
    };
  if (day < from.notBefore)
    return {
      outcome: "refused",
      because: `${from.column}: "${text}" lies before ${from.notBefore}; check the year`,
    };
  if (day > today)
    return { outcome: "refused", because: `${from.column}: "${text}" lies in the future; check the year` };
  return { outcome: "value", value: day, column: from.column };
}

export function readNumber({ column, decimal }: NumberFrom, cells: Cells, nothing: Nothing): Reading<number> {
  const cell = cellOf(cells, column);
  if (typeof cell === "number") return { outcome: "value", value: cell, column };
  const text = textOf(cells, column);
  if (nothing.has(foldText(text))) return NOTHING;
  const plain = decimal === "," ? text.replace(",", ".") : text;
  if (!/^-?\d+(?:\.\d+)?$/.test(plain) || (decimal === "," && text.includes(".")))
    return { outcome: "refused", because: `${column}: "${text}" is not a number such as 12${decimal}5` };
  return { outcome: "value", value: Number(plain), column };
}
