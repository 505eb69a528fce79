import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { coarsenSamples } from "../src/domain/coarsen-samples.ts";
import { countOpenData } from "../src/domain/count-open-data.ts";
import { isoWeekOf, monthOfWeek } from "../src/domain/iso-week.ts";
import { type CheckedSample, type OpenDataSet, WITHHELD } from "../src/domain/open-data.ts";
import { type Equation, narrow } from "./support/table-attacker.ts";

const FLOOR = 5;

/** Every sample and every finding carries a mark by which a spec, and nobody else, finds it again. */
const samples = fc
  .array(
    fc.record({
      region: fc.constantFrom("PL-14", "PL-12", "PL", "GB-WLS"),
      day: fc.oneof(fc.nat(20), fc.nat(400)),
      expected: fc.constantFrom("mdma", "mdma", "mdma", "ketamine", "2c-b"),
      form: fc.constantFrom("tablet", "tablet", "powder"),
      found: fc.subarray(["mdma", "ketamine", "caffeine", "medetomidine"]),
    }),
    { maxLength: 160 },
  )
  .map((drawn): CheckedSample[] =>
    drawn.map(({ region, day, expected, form, found }, index) => ({
      country: region.slice(0, 2),
      region,
      week: isoWeekOf(new Date(Date.UTC(2025, 0, 1 + day))),
      expected,
      form: form as CheckedSample["form"],
      methodIds: [`sample-${index}`],
      found: found.map((substanceId) => ({
        substanceId,
        abundance: undefined,
        amount: undefined,
        methodId: `sample-${index}`,
        grade: "presumptive",
      })),
    })),
  );

/** So many samples of one kind, in one region and week. */
const kind = (
  count: number,
  expected: string,
  form: CheckedSample["form"],
  amount?: unknown,
): CheckedSample[] =>
  Array.from({ length: count }, () => ({
    country: "PL",
    region: "PL-14",
    week: isoWeekOf(new Date("2026-07-01T00:00:00Z")),
    expected,
    form,
    methodIds: ["gc-ms"],
    found: [
      {
        substanceId: expected,
        abundance: undefined,
        amount: amount as CheckedSample["found"][number]["amount"],
        methodId: "gc-ms",
        grade: "confirmed-quantity",
      },
    ],
  }));

describe("a small kind beside a large one", () => {
  it("cannot be counted from how many rows are missing of a place that is named", () => {
    for (let large = FLOOR; large < 30; large++)
      for (let small = 1; small < FLOOR; small++) {
        const { samples: told } = coarsenSamples(
          [...kind(large, "mdma", "tablet"), ...kind(small, "ketamine", "powder")],
          FLOOR,
        );
        expect([0, large + small]).toContain(told.length);
      }
  });

  it("is not told by its unit where its form is withheld", () => {
    const { samples: told, findings } = coarsenSamples(
      [
        ...kind(20, "ketamine", "powder", { kind: "percent-by-weight", percent: 80 }),
        ...kind(2, "mdma", "tablet", { kind: "dose", mg: 120 }),
        ...kind(3, "mdma", "powder", { kind: "percent-by-weight", percent: 70 }),
      ],
      FLOOR,
    );
    const withoutForm = new Set(told.filter(({ form }) => form === undefined).map(({ sample }) => sample));
    expect(withoutForm.size).toBeGreaterThan(0);
    for (const { sample, amount } of findings)
      if (sample !== undefined && withoutForm.has(sample)) expect(amount).toBeUndefined();
  });
});

interface Told {
  /** Region, week and kind: what must not be worked out when it is small. */
  cell: string;
  /** Everything by which published rows can be counted together. */
  group: string;
}

function samplesTold(checked: readonly CheckedSample[], { samples: rows }: OpenDataSet): Told[] {
  return rows.flatMap(({ methodIds, region, period, expected, form }) => {
    const source = checked[Number(methodIds[0]?.slice("sample-".length))];
    if (!source) return [];
    const cell = [source.region, source.week.week, source.expected, source.form].join();
    return [{ cell, group: [region, period, expected, form].join() }];
  });
}

function findingsTold(checked: readonly CheckedSample[], { findings }: OpenDataSet): Told[] {
  return findings.flatMap(({ methodId, region, period, substanceId, sample }) => {
    const source = checked[Number(methodId.slice("sample-".length))];
    if (!source) return [];
    const cell = [source.region, source.week.week, substanceId].join();
    return [{ cell, group: [region, period, substanceId, sample === undefined].join() }];
  });
}

/** What somebody can say of each small cell who counts the published rows in every way, and knows which cells are small. */
function expectNothingGivenAway(told: readonly Told[]): void {
  const counts = [...Map.groupBy(told, ({ cell }) => cell).values()];
  const index = new Map(counts.map(([first], at) => [first?.cell ?? "", at]));
  const groups = [...Map.groupBy(told, ({ group }) => group).values()];
  for (const rows of groups) expect(rows.length).toBeGreaterThanOrEqual(FLOOR);
  const equations: Equation[] = groups.map((rows) => ({
    cells: [...new Set(rows.map(({ cell }) => index.get(cell) ?? -1))],
    sum: rows.length,
  }));
  // A cell that stood in two groups would need a cleverer judge than this one.
  expect(equations.flatMap(({ cells }) => cells).length).toBe(counts.length);
  const ranges = narrow(
    counts.map(({ length }) =>
      length < FLOOR
        ? { atLeast: 1, atMost: FLOOR - 1 }
        : { atLeast: FLOOR, atMost: Number.POSITIVE_INFINITY },
    ),
    equations,
  );
  for (const [at, { length }] of counts.entries())
    if (length < FLOOR) expect(ranges[at]).toEqual({ atLeast: 1, atMost: FLOOR - 1 });
}

describe("samples as open data", () => {
  test.prop([samples], { numRuns: 150 })("give no small cell away, of samples or of findings", (checked) => {
    const set = coarsenSamples(checked, FLOOR);
    expectNothingGivenAway(samplesTold(checked, set));
    expectNothingGivenAway(findingsTold(checked, set));
  });

  test.prop([samples], { numRuns: 100 })("say nothing that is not so", (checked) => {
    const { samples: rows, findings } = coarsenSamples(checked, FLOOR);
    const isWithin = (source: CheckedSample, { region, period }: { region: string; period: string }) =>
      [source.region, source.country].includes(region) &&
      ["", source.week.week, source.week.month, source.week.year].includes(period);
    for (const row of rows) {
      const source = checked[Number(row.methodIds[0]?.slice("sample-".length))];
      if (!source) throw new Error("a row of no sample");
      expect(isWithin(source, row)).toBe(true);
      expect([source.expected, WITHHELD]).toContain(row.expected);
      expect([source.form, undefined]).toContain(row.form);
    }
    for (const finding of findings) {
      const source = checked[Number(finding.methodId.slice("sample-".length))];
      expect(source?.found.map(({ substanceId }) => substanceId)).toContain(finding.substanceId);
      expect(source && isWithin(source, finding)).toBe(true);
      const row = rows.find(({ sample }) => sample === finding.sample);
      if (row) expect(row.methodIds).toEqual([finding.methodId]);
    }
    expect(rows.map(({ sample }) => sample)).toEqual(rows.map((_, index) => index + 1));
  });

  test.prop([samples, fc.integer()], { numRuns: 60 })(
    "are the same in whatever order they came",
    (checked, seed) => {
      const [shuffled = []] = fc.sample(fc.shuffledSubarray(checked, { minLength: checked.length }), {
        seed,
        numRuns: 1,
      });
      expect(coarsenSamples(shuffled, FLOOR)).toEqual(coarsenSamples(checked, FLOOR));
    },
  );

  test.prop([samples], { numRuns: 60 })(
    "are counted as their rows say, and by no cell below the floor",
    (checked) => {
      const set = coarsenSamples(checked, FLOOR);
      const counts = countOpenData(set);
      const total = (of: (substance: string | undefined) => boolean) =>
        counts.filter(({ substanceId }) => of(substanceId)).reduce((sum, one) => sum + one.samples, 0);
      expect(total((substance) => substance === undefined)).toBe(set.samples.length);
      expect(total((substance) => substance !== undefined)).toBe(set.findings.length);
      for (const count of counts) {
        expect(count.samples).toBeGreaterThanOrEqual(FLOOR);
        expect(count.period).toMatch(/^(\d{4}(-\d{2})?)?$/);
      }
    },
  );

  const night = (count: number, expected: string, found: string[], at = "2026-07-04"): CheckedSample[] =>
    Array.from({ length: count }, () => ({
      country: "PL",
      region: "PL-14",
      week: isoWeekOf(new Date(at)),
      expected,
      form: "tablet",
      methodIds: ["gc-ms"],
      found: found.map((substanceId) => ({
        substanceId,
        abundance: undefined,
        amount: undefined,
        methodId: "gc-ms",
        grade: "confirmed-identity",
      })),
    }));

  it("tell of a rare substance apart from its sample, for a wider time, once there are enough", () => {
    const weeks = ["2026-07-04", "2026-07-11", "2026-07-18"];
    const common = weeks.flatMap((week) => night(30, "mdma", ["mdma"], week));
    const rare = weeks.flatMap((week, index) => night(index + 2, "mdma", ["mdma", "pmma"], week));
    const { samples: rows, findings } = coarsenSamples([...common, ...rare], FLOOR);
    expect(new Set(rows.map(({ period }) => period))).toEqual(new Set(["2026-W27", "2026-W28", "2026-W29"]));
    const pmma = findings.filter(({ substanceId }) => substanceId === "pmma");
    expect(pmma).toHaveLength(9);
    expect(pmma.every(({ sample, period }) => sample === undefined && period === "2026-07")).toBe(true);
  });

  it("do not name what is rare everywhere", () => {
    const { samples: rows, findings } = coarsenSamples(
      [...night(40, "mdma", ["mdma"]), ...night(3, "2c-b", ["2c-b"])],
      FLOOR,
    );
    // Its rows are there, among larger ones that do not say what they were either.
    expect(rows).toHaveLength(43);
    expect(new Set(rows.map(({ expected }) => expected))).toEqual(new Set([WITHHELD]));
    expect(findings.some(({ substanceId }) => substanceId === "2c-b")).toBe(false);
  });
});

describe("a week", () => {
  it("is that of ISO 8601, and lies in the month of its Thursday", () => {
    expect(isoWeekOf(new Date("2026-07-04T23:00:00Z"))).toEqual({
      week: "2026-W27",
      month: "2026-07",
      year: "2026",
    });
    expect(isoWeekOf(new Date("2026-01-01T00:00:00Z"))).toMatchObject({ week: "2026-W01", month: "2026-01" });
    expect(isoWeekOf(new Date("2027-01-03T12:00:00Z"))).toEqual({
      week: "2026-W53",
      month: "2026-12",
      year: "2026",
    });
    expect(isoWeekOf(new Date("1969-12-29T00:00:00Z"))).toMatchObject({ week: "1970-W01" });
  });
  test.prop([fc.date({ min: new Date("1950-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })])(
    "names its month",
    (at) => {
      const { week, month } = isoWeekOf(at);
      expect(monthOfWeek(week)).toBe(month);
    },
  );
});
