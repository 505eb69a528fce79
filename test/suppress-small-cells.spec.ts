import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type Cell, isProtected, suppressSmallCells } from "../src/domain/suppress-small-cells.ts";
import { type Equation, everyTable, narrow, type Unknown } from "./support/table-attacker.ts";

/** A table of substances by regions by months, and how wide each may be told. */
interface Table {
  floor: number;
  counts: { substance: number; region: number; month: number; count: number }[];
}

const TOTALS = ["substance", "region", "month"] as const;

const tables = (regions: number, months: number, most: number) =>
  fc.integer({ min: 3, max: 6 }).chain((floor) =>
    fc.record({
      floor: fc.constant(floor),
      counts: fc.uniqueArray(
        fc.record({
          substance: fc.nat(1),
          region: fc.nat(regions - 1),
          month: fc.nat(months - 1),
          // Most cells are small or empty, as they are in life.
          count: fc.oneof(fc.nat(floor - 1), fc.nat(floor - 1), fc.nat(3 * floor)),
        }),
        {
          maxLength: most,
          selector: ({ substance, region, month }) => [substance, region, month].join(),
        },
      ),
    }),
  );

const cellsOf = ({ counts }: Table): Cell[] =>
  counts.map(({ substance, region, month, count }) => ({
    count,
    ladder: [`${substance}|${region}|${month}`, `${substance}|${region}`, `${substance}`],
  }));

/** Everything that is published: each group, and every total of every dimension and of two of them together. */
function published(table: Table): { equations: Equation[]; places: (number | undefined)[] } {
  const cells = cellsOf(table);
  const places = suppressSmallCells(cells, table.floor);
  const told = cells.flatMap(({ count, ladder }, index) => {
    const place = places[index];
    return place === undefined ? [] : [{ index, count, group: `${place} ${ladder[place]}` }];
  });
  const sums = (by: (one: (typeof told)[number]) => string): Equation[] =>
    [...Map.groupBy(told, by).values()].map((members) => ({
      cells: members.map(({ index }) => index),
      sum: members.reduce((sum, { count }) => sum + count, 0),
    }));
  const groups = sums(({ group }) => group);
  // A total holds a group when all of the group lies in it.
  const totals = [
    ...TOTALS.map((one) => [one]),
    ...TOTALS.map((one) => TOTALS.filter((other) => other !== one)),
    [],
  ];
  const equations = totals.flatMap((dimensions) => {
    const valueOf = (index: number) => dimensions.map((one) => table.counts[index]?.[one]).join();
    const whole = groups.filter(({ cells: members }) => new Set(members.map(valueOf)).size === 1);
    return [...Map.groupBy(whole, ({ cells: [first = 0] }) => valueOf(first)).values()].map((parts) => ({
      cells: parts.flatMap(({ cells: members }) => members),
      sum: parts.reduce((sum, part) => sum + part.sum, 0),
    }));
  });
  return { equations: [...groups, ...equations], places };
}

/** The reader knows which cells are empty, which are small and which are not: far more than anybody should. */
const knowledgeOf = ({ counts, floor }: Table, most: number): Unknown[] =>
  counts.map(({ count }) =>
    count === 0
      ? { atLeast: 0, atMost: 0 }
      : count < floor
        ? { atLeast: 1, atMost: floor - 1 }
        : { atLeast: floor, atMost: most },
  );

const smallCells = ({ counts, floor }: Table): number[] =>
  counts.flatMap(({ count }, index) => (count > 0 && count < floor ? [index] : []));

describe("what is withheld of a table", () => {
  test.prop([tables(4, 4, 32)], { numRuns: 400 })(
    "cannot be narrowed down by subtracting what is published",
    (table) => {
      const ranges = narrow(knowledgeOf(table, Number.POSITIVE_INFINITY), published(table).equations);
      for (const cell of smallCells(table))
        expect(ranges[cell]).toEqual({ atLeast: 1, atMost: table.floor - 1 });
    },
  );

  test.prop([tables(3, 3, 7)], { numRuns: 300 })(
    "can be anything that is small, as trying out every table shows",
    (table) => {
      const possible = everyTable(knowledgeOf(table, 4 * table.floor), published(table).equations);
      const everySmall = Array.from({ length: table.floor - 1 }, (_, index) => index + 1);
      for (const cell of smallCells(table))
        expect([...(possible[cell] ?? [])].sort((a, b) => a - b)).toEqual(everySmall);
    },
  );

  test.prop([tables(4, 4, 32)])("is only what is small, or would give something small away", (table) => {
    const { places } = published(table);
    for (const [index, { count }] of table.counts.entries()) {
      if (count >= table.floor) expect(places[index]).toBe(0);
      else expect(places[index]).not.toBe(0);
      if (count === 0) expect(places[index]).toBeUndefined();
    }
  });

  test.prop([tables(4, 4, 32), fc.infiniteStream(fc.nat())])(
    "does not depend on the order of the cells",
    (table, numbers) => {
      const keys = table.counts.map(() => numbers.next().value ?? 0);
      const shuffled = table.counts.map((_, index) => index).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
      const places = suppressSmallCells(cellsOf(table), table.floor);
      const again = suppressSmallCells(
        cellsOf({ ...table, counts: shuffled.flatMap((index) => table.counts[index] ?? []) }),
        table.floor,
      );
      expect(again).toEqual(shuffled.map((index) => places[index]));
    },
  );
});

describe("somebody who knows the method itself", () => {
  it("cannot tell the one value of any withheld cell, whatever the table of two regions and two months", () => {
    const [floor, most, size] = [5, 7, 4];
    const seen = new Map<string, Set<number>[]>();
    for (let number = 0; number < (most + 1) ** size; number++) {
      const counts = Array.from(
        { length: size },
        (_, cell) => Math.floor(number / (most + 1) ** cell) % (most + 1),
      );
      const table = {
        floor,
        counts: counts.map((count, cell) => ({
          substance: 0,
          region: cell % 2,
          month: Math.floor(cell / 2),
          count,
        })),
      };
      const key = JSON.stringify(published(table).equations);
      const values = seen.get(key) ?? counts.map(() => new Set<number>());
      seen.set(key, values);
      for (const [cell, count] of counts.entries()) values[cell]?.add(count);
    }
    const isPinned = (values: Set<number>) =>
      values.size === 1 && !values.has(0) && Math.max(...values) < floor;
    const pinned = [...seen.values()].flat().filter(isPinned);
    expect(pinned).toEqual([]);
    expect(seen.size).toBeGreaterThan(100);
  });
});

describe("a sum of counts", () => {
  it("is told when each small one in it could be anything small", () => {
    expect(isProtected([2, 3], 5)).toBe(true);
    expect(isProtected([1, 4], 5)).toBe(true);
    expect(isProtected([3, 4], 5)).toBe(false); // neither could be below 3
    expect(isProtected([1, 2], 5)).toBe(false); // neither could be above 2
    expect(isProtected([4, 4, 4], 5)).toBe(false); // none could be below 4
    expect(isProtected([2, 2, 2], 5)).toBe(true);
  });
  it("is told of one small count beside larger ones only when they have enough to give", () => {
    expect(isProtected([2, 5], 5)).toBe(false); // at least 5 of 7: the small one is 1 or 2
    expect(isProtected([2, 20], 5)).toBe(true);
  });
  it("is told of counts that are not small, and not of one that is", () => {
    expect(isProtected([5], 5)).toBe(true);
    expect(isProtected([4], 5)).toBe(false);
    expect(isProtected([], 5)).toBe(false);
  });
});

describe("the attacker of these specs", () => {
  const knowledge: Unknown[] = [3, 9, 8, 7].map((count) =>
    count < 5 ? { atLeast: 1, atMost: 4 } : { atLeast: 0, atMost: Number.POSITIVE_INFINITY },
  );
  it("finds the one cell that a table with plain totals hides", () => {
    const equations = [
      { cells: [0, 1], sum: 12 },
      { cells: [2, 3], sum: 15 },
      { cells: [1], sum: 9 },
      { cells: [2], sum: 8 },
      { cells: [3], sum: 7 },
    ];
    expect(narrow(knowledge, equations)[0]).toEqual({ atLeast: 3, atMost: 3 });
    expect(
      everyTable(
        [{ atLeast: 1, atMost: 4 }, ...[9, 8, 7].map((sum) => ({ atLeast: 0, atMost: sum }))],
        equations,
      )[0],
    ).toEqual(new Set([3]));
  });
  it("finds it also when only totals of rows and columns are there to subtract", () => {
    const equations = [
      { cells: [0, 1, 2], sum: 20 },
      { cells: [1, 2, 3], sum: 24 },
      { cells: [3], sum: 7 },
    ];
    expect(narrow(knowledge, equations)[0]).toEqual({ atLeast: 3, atMost: 3 });
  });
});
