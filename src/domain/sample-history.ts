import { type Basis, doseMg } from "./amount.ts";
import { type Baseline, percentileOf } from "./baseline.ts";
import type { AssessedFinding, AssessedSample } from "./match.ts";

const DAY_MS = 86_400_000;
const dayOf = (at: Date): number => Math.floor(at.getTime() / DAY_MS);

/** One measured strength: `value` in per cent by weight, or in milligrams for one dose unit. */
export interface Strength {
  substanceId: string;
  kind: "percent-by-weight" | "dose";
  form: string;
  basis: Basis;
  area: string;
  at: Date;
  value: number;
}

export interface BaselineQuery {
  substanceId: string;
  kind: Strength["kind"];
  /** Powders are compared with powders, tablets with tablets. */
  form: string;
  /** Numbers on different bases are not comparable as they stand. */
  basis: Basis;
  /** Only results of earlier days count. */
  before: Date;
  days: number;
  minimumSamples: number;
}

/** The strongest strength of each substance in a sample, by methods whose numbers may be used (`isMeasure`). */
export function strengthsOf(sample: AssessedSample, isMeasure: (methodId: string) => boolean): Strength[] {
  const strongest = new Map<string, Strength>();
  for (const { substanceId, presence, amount, methodId } of sample.findings) {
    if (substanceId === undefined || presence !== "detected" || !amount || !isMeasure(methodId)) continue;
    const value = valueOf(amount);
    const key = `${substanceId}|${amount.kind}|${amount.basis}`;
    if (value <= (strongest.get(key)?.value ?? -1)) continue;
    const { form, area, resultAt } = sample;
    strongest.set(key, {
      substanceId,
      kind: amount.kind,
      form,
      basis: amount.basis,
      area,
      at: resultAt,
      value,
    });
  }
  return [...strongest.values()];
}

/** Per cent, or milligrams. */
export const valueOf = (amount: NonNullable<AssessedFinding["amount"]>): number =>
  amount.kind === "dose" ? doseMg(amount) : amount.value;

/**
 * What was measured and found before, asked for one day at a time. A question never sees results of its own day or later, so
 * that a replay of history and the evening itself give the same answers.
 */
export class SampleHistory {
  readonly #pathOf: (area: string) => readonly string[];
  readonly #strengths = new Map<string, { day: number; value: number }[]>();
  readonly #firstDay = new Map<string, number>();
  /** By place and day. */
  readonly #samples = new Map<string, Map<number, number>>();
  readonly #baselines = new Map<string, number[]>();

  /** `pathOf` gives an area and all that it lies in, finest first. */
  constructor(pathOf: (area: string) => readonly string[]) {
    this.#pathOf = pathOf;
  }

  addStrength({ area, at, value, ...what }: Strength): void {
    const entry = { day: dayOf(at), value };
    for (const place of this.#pathOf(area)) {
      const key = keyOf(what, place);
      const known = this.#strengths.get(key);
      if (known) known.push(entry);
      else this.#strengths.set(key, [entry]);
    }
    this.#baselines.clear();
  }

  /** That this substance was found there by then. */
  addDetection(substanceId: string, area: string, at: Date): void {
    const day = dayOf(at);
    for (const place of this.#pathOf(area)) {
      const key = `${substanceId}|${place}`;
      this.#firstDay.set(key, Math.min(day, this.#firstDay.get(key) ?? day));
    }
  }

  /** That samples were looked at, whatever was found. */
  addSamples(area: string, at: Date, count = 1): void {
    const day = dayOf(at);
    for (const place of this.#pathOf(area)) {
      const days = this.#samples.get(place) ?? new Map<number, number>();
      this.#samples.set(place, days.set(day, (days.get(day) ?? 0) + count));
    }
  }

  /** Whether this substance was found there on an earlier day, and how many samples were looked at until then. */
  knownOf(substanceId: string, place: string, before: Date): { wasFound: boolean; samples: number } {
    const until = dayOf(before);
    let samples = 0;
    for (const [day, count] of this.#samples.get(place) ?? []) if (day < until) samples += count;
    return { wasFound: (this.#firstDay.get(`${substanceId}|${place}`) ?? until) < until, samples };
  }

  /** The sample's own area where enough was measured, else the next that it lies in, else undefined. */
  baseline(area: string, query: BaselineQuery): Baseline | undefined {
    for (const place of this.#pathOf(area)) {
      const sorted = this.#window(place, query);
      if (sorted.length < query.minimumSamples) continue;
      return {
        area: place,
        samples: sorted.length,
        median: percentileOf(sorted, 50),
        percentile: (percent) => percentileOf(sorted, percent),
      };
    }
    return undefined;
  }

  #window(place: string, query: BaselineQuery): number[] {
    const { days } = query;
    const key = keyOf(query, place);
    const until = dayOf(query.before);
    const cached = `${key}|${until}|${days}`;
    const known = this.#baselines.get(cached);
    if (known) return known;
    const entries = this.#strengths.get(key) ?? [];
    const values = entries
      .filter(({ day }) => day < until && day >= until - days)
      .map(({ value }) => value)
      .sort((a, b) => a - b);
    this.#baselines.set(cached, values);
    return values;
  }
}

const keyOf = (
  { substanceId, kind, form, basis }: Pick<Strength, "substanceId" | "kind" | "form" | "basis">,
  place: string,
): string => `${substanceId}|${kind}|${form}|${basis}|${place}`;
