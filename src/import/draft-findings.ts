import type { FieldReader } from "./field-reader.ts";
import { foldText } from "./fold-text.ts";
import type { AmountFrom, FindingFrom } from "./import-profile.ts";
import { cellOf, type Row } from "./row.ts";

type Cells = Row["cells"];

/** The findings that one row holds. `place` is the JSON pointer of the list they go to, `index` the place of the first. */
export function draftFindings(
  sources: readonly FindingFrom[],
  cells: Cells,
  reader: FieldReader,
  place: string,
  index: number,
): Record<string, unknown>[] {
  const findings: Record<string, unknown>[] = [];
  for (const source of sources)
    for (const item of itemsOf(source, cells, reader)) {
      const substance = source.substance
        ? reader.value(source.substance, item.cells)
        : { value: item.name, column: source.list };
      // A second or third column for substances is often empty.
      if (!substance) continue;
      const pointer = `${place}/${index + findings.length}`;
      findings.push({
        substance: reader.at(`${pointer}/substance`, substance),
        presence: reader.at(`${pointer}/presence`, reader.value(source.presence, item.cells)),
        abundance: reader.at(`${pointer}/abundance`, reader.value(source.abundance, item.cells)),
        amount: source.amount && draftAmount(source.amount, item.cells, reader, `${pointer}/amount`),
      });
    }
  return findings;
}

/** The items of a column that holds many findings, each with the cells it may draw on. Names are never taken apart by themselves: a comma may be part of one. */
function itemsOf(
  { list, separator }: FindingFrom,
  cells: Cells,
  reader: FieldReader,
): { name: string; cells: Cells }[] {
  if (list === undefined) return [{ name: "", cells }];
  const content = cellOf(cells, list);
  if (Array.isArray(content))
    return content.map((item: unknown) =>
      typeof item === "object" && item !== null
        ? { name: "", cells: { ...cells, ...(item as Cells) } }
        : { name: String(item), cells: { ...cells, [list]: item } },
    );
  const text = typeof content === "string" ? content.replaceAll("\r\n", "\n") : "";
  return (separator === undefined ? [text] : text.split(separator))
    .map((name) => name.trim())
    .filter((name) => !reader.isNothing(foldText(name)))
    .map((name) => ({ name, cells: { ...cells, [list]: name } }));
}

function draftAmount(
  from: AmountFrom,
  cells: Cells,
  reader: FieldReader,
  pointer: string,
): Record<string, unknown> | undefined {
  const number = reader.number(from, cells);
  if (!number || from.notMeasured.includes(number.value)) return undefined;
  const unit = reader.required(from.unit, cells, `${from.column}: ${number.value} has no unit`);
  if (!unit || unit.value === "none") return undefined;
  const amount = { value: reader.at(pointer, number), basis: from.basis, estimated: from.estimated };
  if (unit.value === "%") return { kind: "percent-by-weight", ...amount };
  if (unit.value === "mg" || unit.value === "µg") return { kind: "dose", ...amount, unit: unit.value };
  reader.problems.push(
    `${unit.column ?? from.column}: the unit "${unit.value}" is none of %, mg, µg and none; the profile must say which it is`,
  );
  return undefined;
}
