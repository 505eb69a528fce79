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
  /** Members of these classes that do not count. */
  except: z.array(Id).default([]),
};

/** Substances, by name or by class. */
export const TargetSet = z.strictObject(Target);
export type TargetSet = z.infer<typeof TargetSet>;

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
  /** Level when it is not known what the person expected. Absent: the same level. */
  levelWhenUnknown: Level.optional(),
  /** What counts as having expected it, where that is more than the rule's own substances and classes: any benzodiazepine for a designer one. */
  expectedAmong: TargetSet.optional(),
  /** Only when the expected substance is one of these. */
  whenExpected: TargetSet.optional(),
  /** Only in these forms: methanol in a drink, not in a powder. */
  forms: z.array(Form).min(1).optional(),
  /** Only above this much per unit. Strict, as for strength. */
  aboveMg: z.number().positive().optional(),
  /** Only where a method that confirms identity found it and nobody found the expected substance beside it. */
  insteadOfExpected: z.literal(true).optional(),
});

/**
 * Stronger than what was usual in the area over the last `days`: above a percentile of it, at least so many times its median,
 * or both. Off where fewer than `minimumSamples` were measured, there and in every area around.
 */
export const PercentileRule = z
  .strictObject({
    kind: z.literal("percentile"),
    ...Rule,
    ...Target,
    forms: z.array(Form).optional(),
    percentile: z.number().min(50).lt(100).optional(),
    timesMedian: z.number().gt(1).optional(),
    days: z.int().min(7).max(730),
    minimumSamples: z.int().min(10),
  })
  .refine((rule) => rule.percentile !== undefined || rule.timesMedian !== undefined, {
    path: ["percentile"],
    message: 'must say what is unusual: give "percentile", "timesMedian" or both',
  });

/** A substance that was never found in the area's country before, where enough samples were looked at to say so. */
export const FirstDetectionRule = z.strictObject({
  kind: z.literal("first-detection"),
  ...Rule,
  ...Target,
  /** Samples that must have been looked at before. */
  minimumSamples: z.int().min(10),
});

/** The sample is not what it was expected to be. */
export const MismatchRule = z.strictObject({
  kind: z.literal("mismatch"),
  ...Rule,
  mismatch: z.enum(["expected-absent", "unexpected-psychoactive"]),
});

/**
 * Something unexpected that acts later than what was expected: people take more because they feel nothing yet. Without
 * substances and classes: anything psychoactive whose known onset begins long enough after the expected one's ends.
 */
export const LateOnsetRule = z.strictObject({
  kind: z.literal("late-onset"),
  ...Rule,
  ...Target,
  /** Only when the expected substance is one of these. */
  whenExpected: TargetSet.optional(),
  /** Where the rule goes by known onsets: more than so many minutes between the one's end and the other's beginning. Strict. */
  moreThanMinutes: z.number().nonnegative().default(0),
});

/** Something of `first` together with something else of `second`, unless all of it was expected. By-products and metabolites do not count. */
export const CombinationRule = z.strictObject({
  kind: z.literal("combination"),
  ...Rule,
  first: TargetSet,
  second: TargetSet,
});

/** More than so many psychoactive substances in one sample. */
export const CocktailRule = z.strictObject({
  kind: z.literal("cocktail"),
  ...Rule,
  moreThan: z.int().min(1),
  /** Classes whose members come together from one plant or one process: all of a class count as one. */
  countAsOne: z.array(Id).default([]),
});

/** A name that the catalogue does not know, found by a method that can identify something new. Never loud enough for a public alert. */
export const UnknownSubstanceRule = z.strictObject({
  kind: z.literal("unknown-substance"),
  ...Rule,
  level: z.enum(["information", "caution"]),
  /** Ids of the methods that can identify something new: mass spectrometry and NMR. */
  methods: z.array(Id).min(1),
});

export const Threshold = z.discriminatedUnion("kind", [
  StrengthRule,
  PercentRule,
  AnyDetectionRule,
  PercentileRule,
  FirstDetectionRule,
  MismatchRule,
  LateOnsetRule,
  CombinationRule,
  CocktailRule,
  UnknownSubstanceRule,
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
  /** Codes of the areas in which alone the pack holds, everything within them included. Absent: everywhere. */
  areas: z.array(z.string()).min(1).optional(),
  thresholds: z.array(Threshold).min(1),
});
export type ThresholdPack = z.infer<typeof ThresholdPack>;
