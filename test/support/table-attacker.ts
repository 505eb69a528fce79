/** What a reader knows of one cell before looking at what is published. */
export interface Unknown {
  atLeast: number;
  atMost: number;
}

/** Something published: these cells have this sum. */
export interface Equation {
  cells: readonly number[];
  sum: number;
}

/**
 * Somebody who wants to know what was withheld. Subtracts everything published from everything else (Gaussian elimination), and
 * narrows the range of each cell by each equation, original or derived, until nothing moves. Knows nothing of how the table was made.
 */
export function narrow(knowledge: readonly Unknown[], equations: readonly Equation[]): Unknown[] {
  const ranges = knowledge.map((one) => ({ ...one }));
  const rows = equations.map(({ cells, sum }) => {
    const coefficients = ranges.map((_, index) => (cells.includes(index) ? 1 : 0));
    return { coefficients, sum };
  });
  const all = [...rows, ...eliminate(rows)].filter(({ coefficients }) =>
    coefficients.some((one) => one !== 0),
  );
  for (let moved = true; moved;) {
    moved = false;
    for (const { coefficients, sum } of all)
      for (const [index, coefficient] of coefficients.entries()) {
        const range = ranges[index];
        if (coefficient === 0 || !range) continue;
        let [least, most] = [sum, sum];
        for (const [other, weight] of coefficients.entries()) {
          const its = ranges[other];
          if (other === index || weight === 0 || !its) continue;
          least -= weight > 0 ? weight * its.atMost : weight * its.atLeast;
          most -= weight > 0 ? weight * its.atLeast : weight * its.atMost;
        }
        const bounds = [least / coefficient, most / coefficient].sort((a, b) => a - b);
        const [atLeast, atMost] = [Math.ceil((bounds[0] ?? 0) - 1e-6), Math.floor((bounds[1] ?? 0) + 1e-6)];
        if (atLeast > range.atLeast) [range.atLeast, moved] = [atLeast, true];
        if (atMost < range.atMost) [range.atMost, moved] = [atMost, true];
      }
  }
  return ranges;
}

interface LinearRow {
  coefficients: number[];
  sum: number;
}

function eliminate(equations: readonly LinearRow[]): LinearRow[] {
  const rows = equations.map(({ coefficients, sum }) => ({ coefficients: [...coefficients], sum }));
  let rank = 0;
  for (let column = 0; column < (rows[0]?.coefficients.length ?? 0); column++) {
    const found = rows.findIndex(
      (row, index) => index >= rank && Math.abs(row.coefficients[column] ?? 0) > 1e-9,
    );
    const pivot = rows[found];
    const here = rows[rank];
    if (!pivot || !here) continue;
    [rows[rank], rows[found]] = [pivot, here];
    const divisor = pivot.coefficients[column] ?? 1;
    pivot.coefficients = pivot.coefficients.map((one) => one / divisor);
    pivot.sum /= divisor;
    for (const row of rows) {
      const factor = row.coefficients[column] ?? 0;
      if (row === pivot || Math.abs(factor) < 1e-9) continue;
      row.coefficients = row.coefficients.map((one, index) => {
        const left = one - factor * (pivot.coefficients[index] ?? 0);
        return Math.abs(left) < 1e-9 ? 0 : left;
      });
      row.sum -= factor * pivot.sum;
    }
    rank++;
  }
  return rows.slice(0, rank);
}

/** Tries out every table that fits: exact, and only for few cells. Every value that each cell can have. */
export function everyTable(knowledge: readonly Unknown[], equations: readonly Equation[]): Set<number>[] {
  const possible = knowledge.map(() => new Set<number>());
  const values: number[] = [];
  const fits = () =>
    equations.every(({ cells, sum }) => {
      const known = cells.filter((cell) => cell < values.length);
      const total = known.reduce((so, cell) => so + (values[cell] ?? 0), 0);
      return known.length === cells.length ? total === sum : total < sum;
    });
  const fill = (): void => {
    const next = knowledge[values.length];
    if (!next) return values.forEach((value, cell) => possible[cell]?.add(value));
    for (let value = next.atLeast; value <= next.atMost; value++) {
      values.push(value);
      if (fits()) fill();
      values.pop();
    }
  };
  fill();
  return possible;
}
