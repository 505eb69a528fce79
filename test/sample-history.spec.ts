import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentileOf } from "../src/domain/baseline.ts";
import { SampleHistory, type Strength } from "../src/domain/sample-history.ts";

const DAY_MS = 86_400_000;
const TODAY = new Date("2026-07-05T22:00:00Z");
const daysAgo = (days: number) => new Date(TODAY.getTime() - days * DAY_MS);
const PATHS: Record<string, string[]> = { "PL-14": ["PL-14", "PL"], "PL-12": ["PL-12", "PL"], PL: ["PL"] };
const newHistory = () => new SampleHistory((area) => PATHS[area] ?? []);

const strength = (value: number, at: Date, overrides: Partial<Strength> = {}): Strength => ({
  substanceId: "cocaine",
  kind: "percent-by-weight",
  form: "powder",
  basis: "unspecified",
  area: "PL-14",
  at,
  value,
  ...overrides,
});
const query = {
  substanceId: "cocaine",
  kind: "percent-by-weight",
  form: "powder",
  basis: "unspecified",
  before: TODAY,
  days: 180,
  minimumSamples: 30,
} as const;

describe("what was usual", () => {
  it("is told from at least so many samples of the same area, else of the country, else not at all", () => {
    const history = newHistory();
    for (let index = 0; index < 29; index++) history.addStrength(strength(50, daysAgo(3)));
    expect(history.baseline("PL-14", query)).toBeUndefined();
    history.addStrength(strength(90, daysAgo(3), { area: "PL-12" }));
    expect(history.baseline("PL-14", query)).toMatchObject({ area: "PL", samples: 30, median: 50 });
    history.addStrength(strength(50, daysAgo(3)));
    expect(history.baseline("PL-14", query)).toMatchObject({ area: "PL-14", samples: 30 });
  });

  it("never counts the day itself, a later one, or one too long ago", () => {
    const history = newHistory();
    for (const day of [0, -1, 181]) history.addStrength(strength(99, daysAgo(day)));
    for (const day of [1, 180]) history.addStrength(strength(10, daysAgo(day)));
    expect(history.baseline("PL-14", { ...query, minimumSamples: 1 })).toMatchObject({
      samples: 2,
      median: 10,
    });
  });

  it("compares powder with powder, per cent with per cent and base with base", () => {
    const history = newHistory();
    history.addStrength(strength(10, daysAgo(1), { form: "tablet" }));
    history.addStrength(strength(10, daysAgo(1), { kind: "dose" }));
    history.addStrength(strength(10, daysAgo(1), { basis: "base" }));
    history.addStrength(strength(10, daysAgo(1), { substanceId: "ketamine" }));
    expect(history.baseline("PL-14", { ...query, minimumSamples: 1 })).toBeUndefined();
  });

  it("is the same in whatever order the samples came", () => {
    const samples = fc.array(
      fc.tuple(fc.double({ min: 0.1, max: 100, noNaN: true }), fc.integer({ min: 1, max: 200 })),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(samples, (all) => {
        const told = (list: typeof all) => {
          const history = newHistory();
          for (const [value, day] of list) history.addStrength(strength(value, daysAgo(day)));
          const baseline = history.baseline("PL-14", { ...query, minimumSamples: 1 });
          return baseline && [baseline.samples, baseline.median, baseline.percentile(95)];
        };
        expect(told(all.toReversed())).toEqual(told(all));
      }),
    );
  });

  it("knows percentiles as PostgreSQL's percentile_cont does", () => {
    expect(percentileOf([1, 2, 3, 4], 50)).toBe(2.5);
    expect(percentileOf([10, 20, 30], 95)).toBeCloseTo(29);
    expect(percentileOf([7], 99)).toBe(7);
  });
});

describe("what was known", () => {
  it("holds detections of earlier days, in the area and around it", () => {
    const history = newHistory();
    history.addDetection("medetomidine", "PL-14", daysAgo(1));
    history.addSamples("PL-14", daysAgo(1), 3);
    history.addSamples("PL-12", daysAgo(0));
    expect(history.knownOf("medetomidine", "PL", TODAY)).toEqual({ wasFound: true, samples: 3 });
    expect(history.knownOf("medetomidine", "PL-12", TODAY)).toEqual({ wasFound: false, samples: 0 });
    expect(history.knownOf("medetomidine", "PL", daysAgo(1))).toEqual({ wasFound: false, samples: 0 });
  });
});
