import {
  type CheckedSample,
  type OpenDataSet,
  type OpenFinding,
  type OpenSample,
  type PlaceAndTime,
  WITHHELD,
} from "./open-data.ts";
import { type Cell, isProtected, suppressSmallCells } from "./suppress-small-cells.ts";

/**
 * A place and time is named for rows only when it holds this many times the floor. With fewer, nearly all that was expected
 * and found there would be a small cell, and little would be left to tell beside its name.
 */
const ROWS_PER_FLOOR = 4;

/**
 * What of these samples may be published, as `suppressSmallCells` decides three times over, each time for whole cells: how
 * coarse the place and time of a sample are told; whether what it was expected to be and its form are; and for each substance
 * found whether it stands with its sample, or apart from it for a wider place and time. What fits nowhere is left out.
 * Pure: the same samples in any order give the same edition.
 */
export function coarsenSamples(samples: readonly CheckedSample[], floor: number): OpenDataSet {
  const steps = placeAndTimeOf(samples, floor);
  const labelled = labelSamples(samples, steps, floor);
  const placements = placeFindings(labelled, floor);

  const told = labelled.map(({ sample, step, row }) => {
    const linked: OpenFinding[] = [];
    const apart: OpenFinding[] = [];
    for (const found of sample.found) {
      const placed = placements.get(findingCell(sample, found.substanceId));
      if (placed === undefined) continue;
      // Tablets are measured in mg and powders in %, so an amount would tell the form that is withheld.
      const tellable = row.form === undefined ? { ...found, amount: undefined } : found;
      if (placed === 0) linked.push({ ...tellable, ...placeAndTime(sample, step), sample: undefined });
      else apart.push({ ...found, ...placeAndTime(sample, apartStep(placed, step)), sample: undefined });
    }
    linked.sort(byContent);
    return { row, linked, apart, content: JSON.stringify([row, linked]) };
  });
  told.sort((a, b) => (a.content < b.content ? -1 : Number(a.content > b.content)));
  return {
    samples: told.map(({ row }, index) => ({ ...row, sample: index + 1 })),
    findings: [
      ...told.flatMap(({ linked }, index) => linked.map((one) => ({ ...one, sample: index + 1 }))),
      ...told.flatMap(({ apart }) => apart).sort(byContent),
    ],
  };
}

/** Region and week, month, year; country and year; country alone. */
const STEPS = 5;

function placeAndTime({ country, region, week }: CheckedSample, step: number): PlaceAndTime {
  if (step >= 3) return { region: country, period: step === 3 ? week.year : "" };
  return { region, period: [week.week, week.month, week.year][step] ?? "" };
}

const keyOf = (...parts: readonly string[]): string => parts.join("|");

const placeKey = (sample: CheckedSample, step: number): string => {
  const { region, period } = placeAndTime(sample, step);
  return keyOf(region, period);
};

const finest = (sample: CheckedSample): string => keyOf(sample.country, sample.region, sample.week.week);

/** How coarse each sample's place and time are told, as an index of STEPS. */
function placeAndTimeOf(samples: readonly CheckedSample[], floor: number): Map<CheckedSample, number> {
  const placed = settle(
    samples,
    finest,
    (sample) => Array.from({ length: STEPS }, (_, step) => placeKey(sample, step)),
    ROWS_PER_FLOOR * floor,
  );
  return new Map(
    samples.flatMap((sample) => {
      const step = placed.get(finest(sample));
      return step === undefined ? [] : [[sample, step] as const];
    }),
  );
}

interface Labelled {
  sample: CheckedSample;
  step: number;
  row: Omit<OpenSample, "sample">;
}

function labelSamples(
  samples: readonly CheckedSample[],
  steps: ReadonlyMap<CheckedSample, number>,
  floor: number,
): Labelled[] {
  const cellOf = (sample: CheckedSample) => keyOf(finest(sample), sample.expected, sample.form);
  const ladderOf = (sample: CheckedSample) => {
    const place = placeKey(sample, steps.get(sample) ?? 0);
    return [keyOf(place, sample.expected, sample.form), keyOf(place, sample.expected), place];
  };
  const placed = settle([...steps.keys()], cellOf, ladderOf, floor);
  withholdTogether(countCells([...steps.keys()], cellOf, ladderOf), placed, floor);
  return samples.flatMap((sample): Labelled[] => {
    const step = steps.get(sample);
    const label = placed.get(cellOf(sample));
    if (step === undefined || label === undefined) return [];
    const row = {
      ...placeAndTime(sample, step),
      expected: label === WITHHELD_LABEL ? WITHHELD : sample.expected,
      form: label === 0 ? sample.form : undefined,
      methodIds: [...sample.methodIds].sort(),
    };
    return [{ sample, step, row }];
  });
}

const findingCell = (sample: CheckedSample, substanceId: string): string =>
  keyOf(finest(sample), substanceId);

/** Apart from its sample a finding is never told finer than the sample is. */
const apartStep = (place: number, step: number): number => Math.max(place, step);

/** By cell of a finding: 0 with its sample, else the step at which it is told apart. */
function placeFindings(labelled: readonly Labelled[], floor: number): Map<string, number> {
  const findings = labelled.flatMap(({ sample, step }) =>
    sample.found.map(({ substanceId }) => ({ sample, step, substanceId })),
  );
  return settle(
    findings,
    ({ sample, substanceId }) => findingCell(sample, substanceId),
    ({ sample, step, substanceId }) => [
      keyOf("with", placeKey(sample, step), substanceId),
      ...Array.from({ length: STEPS - 1 }, (_, index) =>
        keyOf("apart", placeKey(sample, apartStep(index + 1, step)), substanceId),
      ),
    ],
    floor,
  );
}

/** Counts what lies in each cell and gives the place on its ladder; a cell that is not in the answer is left out. */
function settle<T>(
  things: readonly T[],
  cellOf: (thing: T) => string,
  ladderOf: (thing: T) => readonly string[],
  floor: number,
): Map<string, number> {
  const cells = countCells(things, cellOf, ladderOf);
  const places = suppressSmallCells([...cells.values()], floor);
  return new Map(
    [...cells.keys()].flatMap((key, index) => {
      const place = places[index];
      return place === undefined ? [] : [[key, place] as const];
    }),
  );
}

function countCells<T>(
  things: readonly T[],
  cellOf: (thing: T) => string,
  ladderOf: (thing: T) => readonly string[],
): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const thing of things) {
    const key = cellOf(thing);
    const cell = cells.get(key);
    if (cell) cell.count++;
    else cells.set(key, { count: 1, ladder: ladderOf(thing) });
  }
  return cells;
}

/**
 * Tells either all rows of a place or none. Were some left out, a reader who knows that a place is named only from so many
 * rows up could work out how many are missing. So what cannot be labelled is withheld together with the smallest groups that
 * can, until it is protected; if it never is, nothing of the place is told. Changes `placed`, cell by cell.
 */
function withholdTogether(
  cells: ReadonlyMap<string, Cell>,
  placed: Map<string, number>,
  floor: number,
): void {
  for (const inPlace of Map.groupBy(cells, ([, { ladder }]) => ladder[WITHHELD_LABEL]).values()) {
    if (inPlace.every(([key]) => placed.has(key))) continue;
    const labelOf = (key: string) => placed.get(key) ?? WITHHELD_LABEL;
    const withheld = inPlace.filter(([key]) => labelOf(key) === WITHHELD_LABEL);
    const told = inPlace.filter(([key]) => labelOf(key) < WITHHELD_LABEL);
    const groups = [...Map.groupBy(told, ([key, { ladder }]) => ladder[labelOf(key)] ?? "")].sort(
      ([a, left], [b, right]) => sum(left) - sum(right) || (a < b ? -1 : 1),
    );
    const isSettled = () =>
      isProtected(
        withheld.map(([, { count }]) => count),
        floor,
      );
    for (const [, group] of groups) {
      if (isSettled()) break;
      withheld.push(...group);
    }
    for (const [key] of withheld)
      if (isSettled()) placed.set(key, WITHHELD_LABEL);
      else placed.delete(key);
  }
}

/** The last of the ladder of labels: neither what was expected nor its form is told. */
const WITHHELD_LABEL = 2;

const sum = (cells: readonly (readonly [string, Cell])[]): number =>
  cells.reduce((total, [, { count }]) => total + count, 0);

function byContent(a: OpenFinding, b: OpenFinding): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : Number(left > right);
}
