import { fc, test } from "@fast-check/vitest";
import { stringify } from "csv-stringify/sync";
import { describe, expect, it } from "vitest";
import { showProgress } from "../src/cli/show-progress.ts";
import { guardFormula, unguardFormula } from "../src/import/guard-formula.ts";
import { ImportProfile } from "../src/import/import-profile.ts";
import { importedId } from "../src/import/imported-id.ts";
import { isDateFormat, parseDate } from "../src/import/parse-date.ts";
import { Value } from "../src/import/profile-value.ts";
import { readCsv } from "../src/import/read-csv.ts";
import { readValue } from "../src/import/read-value.ts";
import type { Row } from "../src/import/row.ts";
import { ClientId } from "../src/domain/sample.ts";
import { uncheckedProfileWith } from "./support/documented-profile.ts";

async function rowsOf(text: string): Promise<Row[]> {
  async function* lines() {
    for (const [index, line] of text.split(/\r?\n/).entries()) yield { number: index + 1, text: line };
  }
  const rows: Row[] = [];
  for await (const row of readCsv(lines(), ",", () => {})) rows.push(row);
  return rows;
}

describe("CSV", () => {
  it("rejects a line with a stray quotation mark alone, and reads on at the next", async () => {
    const rows = await rowsOf('a,b\n1,"open\n2,"closed"\n3,5" bag\n4,"two\nlines"\n5,"open at the end');
    expect(rows.map(({ line, cells, problem }) => [line, problem === undefined ? cells["b"] : "?"])).toEqual([
      [2, "?"],
      [3, "closed"],
      [4, '5" bag'],
      [5, "two\nlines"],
      [7, "?"],
    ]);
  });

  it("passes over empty lines, and rows of which every cell is empty", async () => {
    expect(await rowsOf("a,b\n\n,\n1,2\n\n")).toEqual([{ line: 4, cells: { a: "1", b: "2" } }]);
  });

  const cell = fc.stringMatching(/^[a-z ",;=\n-]{0,6}$/);
  test.prop([fc.array(fc.tuple(fc.constantFrom("x", "y"), cell, cell), { maxLength: 8 })])(
    "gives back whatever was written",
    async (records) => {
      const rows = await rowsOf(stringify([["a", "b", "c"], ...records]));
      expect(rows.map(({ cells, problem }) => [cells["a"], cells["b"], cells["c"], problem])).toEqual(
        records.map((record) => [...record, undefined]),
      );
    },
  );
});

describe("cells that a spreadsheet would run", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1"])("get an apostrophe: %j", (text) => {
    expect(guardFormula(text)).toBe(`'${text}`);
  });
  test.prop([fc.oneof(fc.string(), fc.stringMatching(/^['=+@-]{0,4}[a-z]?$/))])(
    "come back unchanged",
    (text) => {
      expect(unguardFormula(guardFormula(text))).toBe(text);
    },
  );
});

describe("dates", () => {
  it.each([
    ["30/04/2026", "DD/MM/YYYY", "2026-04-30"],
    ["28Sep2021", "DDMonYYYY", "2021-09-28"],
    ["May 2025", "Mon YYYY", "2025-05-01"],
    ["7 December 2025", "DD Mon YYYY", "2025-12-07"],
    ["2022-01-03", "YYYY-MM-DD", "2022-01-03"],
    ["2022-01-03T23:10:00+01:00", "ISO", "2022-01-03"],
    ["31/02/2026", "DD/MM/YYYY", undefined],
    ["04/30/2026", "DD/MM/YYYY", undefined],
    ["May 2025", "DD/MM/YYYY", undefined],
    ["7 Xyz 2025", "DD Mon YYYY", undefined],
  ])("%s as %s is %s", (text, format, day) => {
    expect(parseDate(text, [format])).toBe(day);
  });
  it("refuses formats that do not tell year and month", () => {
    expect(["DD/MM", "DD/MM/YY", "MM MM YYYY", "hello"].map(isDateFormat)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("a value of a profile", () => {
  const nothing = new Set(["", "not stated"]);
  const read = (value: unknown, cells: Row["cells"]) => readValue(Value.parse(value), cells, nothing);

  it("is the first that gives something", () => {
    const area = [
      { column: "postcode", map: { England: "GB-ENG" }, unmapped: "nothing" },
      { column: "postcode", leadingLetters: true, map: { cf: "GB-WLS", S: "GB-ENG" }, unmapped: "nothing" },
      { constant: "GB" },
    ];
    const areas = ["england", "CF10", "S1", "SY4", "Not Stated"].map((postcode) => read(area, { postcode }));
    expect(areas).toMatchObject(["GB-ENG", "GB-WLS", "GB-ENG", "GB", "GB"].map((value) => ({ value })));
  });

  it("takes the longest ending of whole words", () => {
    const area = { column: "place", endings: { Canada: "CA", "ON, Canada": "CA-ON", CA: "US-CA" } };
    const areas = ["Toronto,  ON, Canada", "Halifax, Canada", "Oakland, CA"].map((place) =>
      read(area, { place }),
    );
    expect(areas).toMatchObject(["CA-ON", "CA", "US-CA"].map((value) => ({ value })));
    expect(read(area, { place: "MECCA" })).toEqual({
      outcome: "refused",
      because: 'place: "MECCA" has no meaning in the profile; add it there or correct the row',
    });
  });
});

describe("the id of an imported sample", () => {
  test.prop([
    fc.array(fc.string(), { minLength: 1 }),
    fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }),
  ])("is a UUID version 7 with the day in front, the same every time", (words, date) => {
    const day = date.toISOString().slice(0, 10);
    const id = importedId(words, day);
    expect(importedId(words, day)).toBe(id);
    expect(ClientId.parse(id)).toBe(id);
    expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(Date.parse(day));
  });
});

const faultsOf = (fields: Record<string, unknown>) =>
  ImportProfile.safeParse(uncheckedProfileWith(fields)).error?.issues.map((issue) => issue.path.join("/"));

describe("a profile with a slip of the pen", () => {
  it.each([
    [{ nothing: ["-"] }, undefined],
    [{ areas: { constant: "PL" } }, [""]],
    [{ analysedOn: { column: "date", formats: ["DD/MM/YY"] } }, ["analysedOn/formats/0"]],
    [{ area: { map: { a: "b" } } }, ["area/0"]],
    [{ form: { column: "form", map: { Pill: "tablet", "pill ": "capsule" } } }, ["form/0/map"]],
    [{ findings: [{ abundance: { constant: "major" } }] }, ["findings/0/substance"]],
  ])("%j is found at %j", (fields, places) => {
    expect(faultsOf(fields)).toEqual(places);
  });
});

const shown = (isTTY: boolean) => {
  const written: string[] = [];
  let milliseconds = 0;
  const progress = showProgress(
    { write: (text) => written.push(text), isTTY, columns: 60 },
    () => new Date(milliseconds),
  );
  for (const rows of [500, 1000, 1500]) {
    milliseconds += 3_000;
    progress.update({ rows, rejected: 2, progress: rows / 2000 });
  }
  progress.finish();
  return written;
};

describe("progress", () => {
  it("is a bar on a terminal, and leaves no trace", () => {
    const written = shown(true);
    expect(written[1]).toContain("[###############...............] 50 %, 1,000 rows read");
    expect(written.at(-1)).toBe("\r\u001B[K");
  });
  it("is a line now and then elsewhere, and one at the end", () => {
    expect(shown(false)).toEqual([
      "50 %, 1,000 rows read, 2 rejected\n",
      "75 %, 1,500 rows read, 2 rejected\n",
    ]);
  });
});
