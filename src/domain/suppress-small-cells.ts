/** Fewer than this many in a cell is too few to tell. Operators choose from 3 up; 5 is usual (WI and NC 5, ME 6, WA 10). */
export const USUAL_FLOOR = 5;

/**
 * One cell of a table at its finest, for example one substance in one region in one week, with how many samples it holds.
 * `ladder` names what it may be counted in, finest first: its own cell, then ever wider groups ("the region in that month",
 * "the country in that year"). Cells that share a group share every wider one.
 */
export interface Cell {
  count: number;
  ladder: readonly string[];
}

/**
 * For each cell the place on its ladder at which it may be counted, or undefined when it must be left out. At the finest place
 * stand the cells of `floor` or more; what is smaller goes up until the group of all that came up to it is protected. `floor`
 * is 3 or more, counts are whole numbers.
 *
 * Why nothing can be worked out backwards. A cell is counted in one group, whole; nothing else is published, and every total
 * (of a row, a column, a month, a country) is a sum of published groups. A sum of what is already told tells nothing new, so the
 * count of a group is the one equation in which its cells occur, and a cell that is left out occurs in none. This is the price
 * of the method and what makes it simple: totals leave out what was left out, and say "at least".
 *
 * That equation is judged by `isProtected` for a reader who knows a great deal: which cells are empty, which are small, and
 * which are not. For him too each small cell can still be anything from 1 to floor − 1.
 */
export function suppressSmallCells(cells: readonly Cell[], floor: number): (number | undefined)[] {
  const places: (number | undefined)[] = cells.map(() => undefined);
  let waiting = cells.map((_, index) => index).filter((index) => (cells[index]?.count ?? 0) > 0);
  for (let place = 0; waiting.length > 0; place++) {
    const groups = Map.groupBy(waiting, (index) => cells[index]?.ladder[place]);
    waiting = [];
    for (const [group, members] of groups) {
      if (group === undefined) continue;
      if (
        isProtected(
          members.map((index) => cells[index]?.count ?? 0),
          floor,
        )
      )
        for (const index of members) places[index] = place;
      else waiting.push(...members);
    }
  }
  return places;
}

/**
 * Whether the sum of these counts may be told. A small one among them can be 1 when the others have room to take up the
 * difference, and floor − 1 when they have that much to give; each range is whole exactly when together they have
 * floor − 2 of both. One that is not small has room without end, and gives down to the floor. Hence 3 + 4 is not told for a
 * floor of 5 (neither could be below 3), 2 + 3 is, and one small count is told with nothing but enough of larger ones.
 */
export function isProtected(counts: readonly number[], floor: number): boolean {
  if (counts.every((count) => count >= floor)) return counts.length > 0;
  let room = 0;
  let give = 0;
  for (const count of counts) {
    const isSmall = count < floor;
    room += isSmall ? floor - 1 - count : Number.POSITIVE_INFINITY;
    give += count - (isSmall ? 1 : floor);
  }
  return room >= floor - 2 && give >= floor - 2;
}
