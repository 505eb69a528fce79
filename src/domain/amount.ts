import * as z from "zod";

/** Whether an amount counts the base or a salt of the substance. Numbers on different bases are not comparable as they stand. */
export const Basis = z.enum(["base", "salt", "unspecified"]);
export type Basis = z.infer<typeof Basis>;

/** The micro sign (U+00B5) and the Greek letter mu (U+03BC) look the same; keyboards send either. */
export const DoseUnit = z.preprocess(
  (unit) => (unit === "\u03BCg" ? "µg" : unit),
  z.enum(
    ["mg", "µg"],
    'must be "mg" or "µg", the amount in one unit; for a share of the sample send "kind": "percent-by-weight"',
  ),
);

const Quantified = {
  basis: Basis.default("unspecified"),
  /** Half width of the stated uncertainty, in the unit of `value`. */
  uncertainty: z.number().positive().optional(),
  /** True when the number was worked out (for example from the weight of the tablet), not measured. */
  estimated: z.boolean().default(false),
};

const positive = (max: number, what: string) =>
  z
    .number()
    .max(max, `must be at most ${max}: ${what}`)
    .refine((value) => value > 0, {
      message:
        'must be more than 0: for something present in a tiny amount send "abundance": "trace" without an amount, for something looked for and not found send "presence": "not-detected"',
    });

/** Share of the whole sample by mass, in per cent. */
export const PercentByWeight = z.strictObject({
  kind: z.literal("percent-by-weight"),
  value: positive(100, "a share of the sample in per cent cannot be more than the whole"),
  ...Quantified,
});

/** What one unit (one tablet, one blotter …) holds. */
export const Dose = z.strictObject({
  kind: z.literal("dose"),
  value: positive(100_000, "more than any single unit holds; check the unit"),
  unit: DoseUnit,
  ...Quantified,
});

/** How much of a substance was found. A finding without an amount says only that it was detected. */
export const Amount = z.discriminatedUnion("kind", [PercentByWeight, Dose]);
export type Amount = z.infer<typeof Amount>;

/** Milligrams per unit; only a dose has them. */
export const doseMg = (amount: Extract<Amount, { kind: "dose" }>): number =>
  amount.unit === "mg" ? amount.value : amount.value / 1000;
