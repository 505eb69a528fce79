import type { AssessedFinding } from "./match.ts";
import type { Grade } from "./method.ts";
import type { IsoWeek } from "./iso-week.ts";
import type { Form } from "./sample.ts";

/** Words that stand where a substance would: nobody said what was expected, or we do not know the word that was used. */
export const NOT_STATED = "not-stated";
export const NOT_RECOGNISED = "not-recognised";
/** A substance that too few samples there and then were expected to be. */
export const WITHHELD = "withheld";

/** One substance found in a sample, by the method that says most about it. */
export interface FoundSubstance {
  /** Or NOT_RECOGNISED. */
  substanceId: string;
  abundance: AssessedFinding["abundance"];
  amount: AssessedFinding["amount"];
  methodId: string;
  grade: Grade;
}

/** On what terms results are published. */
export interface OpenDataTerms {
  /** SPDX id, for example "CC-BY-4.0". */
  licence: string;
  /** Fewer samples than this in a cell are not told. */
  floor: number;
}

/** What open data may know of a sample: no id, no code, no text, no day, no weight, no look, no place finer than its region. */
export interface CheckedSample {
  country: string;
  /** ISO 3166-2 code of the first level, or the country's where no more is known. */
  region: string;
  /** The week of the first result. */
  week: IsoWeek;
  /** A substance, NOT_STATED or NOT_RECOGNISED. */
  expected: string;
  form: Form;
  methodIds: readonly string[];
  /** Each substance once. */
  found: readonly FoundSubstance[];
}

/** Where and when, as coarse as it must be. */
export interface PlaceAndTime {
  region: string;
  /** "2026-W27", "2026-07", "2026", or "" for the whole time. */
  period: string;
}

export interface OpenSample extends PlaceAndTime {
  /** Its number in this edition: the place in an order made of nothing but what is published. */
  sample: number;
  /** As in a checked sample, or WITHHELD. */
  expected: string;
  /** Undefined: withheld. */
  form: Form | undefined;
  methodIds: readonly string[];
}

export interface OpenFinding extends PlaceAndTime, FoundSubstance {
  /** Undefined: too few such findings there and then; told for a wider place or time, apart from its sample. */
  sample: number | undefined;
}

/** One edition: all that is published of all samples. */
export interface OpenDataSet {
  samples: readonly OpenSample[];
  findings: readonly OpenFinding[];
}
