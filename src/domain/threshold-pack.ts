import * as z from "zod";
import { Basis } from "./amount.ts";
import { Level } from "./level.ts";
import { Form } from "./sample.ts";

const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const Rule = {
  id: Id,
  level: Level,
  /** The source in a word or two, as it stands in reasons: "saferparty.ch". */
  cite: z.string().min(1).max(60),
  /** Where the rule was published, or who proposes it. */
  source: z.string().min(1),
  note: z.string().optional(),
};

const Target = {
  substances: z.array(Id).default([]),
  classes: z.array(Id).default([]),
};

/** Dose per unit above a limit. Strict: a value equal to the limit does not cross it. */
export const StrengthRule = z.strictObject({
  kind: z.literal("strength"),
  ...Rule,
  substance: Id,
  forms: z.array(Form).min(1),
  aboveMg: z.number().positive(),
  basis: Basis,
});

/** Share by weight above a limit. Strict. */
export const PercentRule = z.strictObject({
  kind: z.literal("percent-by-weight"),
  ...Rule,
  substance: Id,
  forms: z.array(Form).optional(),
  abovePercent: z.number().positive().max(100),
  basis: Basis,
});

/** Any detection, at any amount, of a substance or of any member of a class. */
export const AnyDetectionRule = z.strictObject({
  kind: z.literal("any-detection"),
  ...Rule,
  ...Target,
  /** Level when the person expected it; null: no match then. Absent: the same level. */
  levelWhenExpected: Level.nullable().optional(),
  /** Only when the expected substance is one of these. */
  whenExpected: z.strictObject(Target).optional(),
});

/** The sample is not what it was expected to be. */
export const MismatchRule = z.strictObject({
  kind: z.literal("mismatch"),
  ...Rule,
  mismatch: z.enum(["expected-absent", "unexpected-psychoactive"]),
});

export const Threshold = z.discriminatedUnion("kind", [
  StrengthRule,
  PercentRule,
  AnyDetectionRule,
  MismatchRule,
]);
export type Threshold = z.infer<typeof Threshold>;

/** One versioned, cited set of published rules. */
export const ThresholdPack = z.strictObject({
  id: Id,
  version: z.string().min(1),
  language: z.string().min(2),
  title: z.string().min(1),
  status: z.enum(["proposed", "adopted"]),
  source: z.string().min(1),
  note: z.string().optional(),
  thresholds: z.array(Threshold).min(1),
});
export type ThresholdPack = z.infer<typeof ThresholdPack>;
