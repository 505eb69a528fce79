import * as z from "zod";
import { SubstanceIdentifiers } from "./substance-identifiers.ts";
import { Duration, Onset } from "./time-course.ts";

const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const Role = z.enum([
  "psychoactive",
  "adulterant",
  "excipient",
  "precursor",
  "by-product",
  "metabolite",
  "solvent",
]);
export type Role = z.infer<typeof Role>;

/** A class of substances; `parent` makes the tree (opioid > nitazene). */
export const SubstanceClass = z.strictObject({ id: Id, name: z.string().min(1), parent: Id.optional() });
export type SubstanceClass = z.infer<typeof SubstanceClass>;

export const Substance = z.strictObject({
  id: Id,
  /** Preferred name, as it is written in alerts. */
  name: z.string().min(1),
  /** Every other spelling, street name or brand that means exactly this substance. */
  aliases: z.array(z.string().min(1)).default([]),
  classes: z.array(Id).default([]),
  role: Role,
  /** True for words such as "down" that people expect but no laboratory finds. */
  expectedOnly: z.boolean().default(false),
  /** The preferred name in other languages, where it differs. Each must also be an alias, so that it is found. */
  names: z.strictObject({ pl: z.string().min(1).optional() }).optional(),
  /** How to say the name aloud, respelled in plain English; the stressed part in capitals, for example "MET-oh-NIGH-ta-zeen". */
  say: z.string().min(1).optional(),
  identifiers: SubstanceIdentifiers.optional(),
  onset: Onset.optional(),
  duration: Duration.optional(),
  /** Mass of base in one part of each usual salt, above 0 and below 1, for example 0.84 for MDMA hydrochloride, with its source. */
  saltFactors: z
    .array(
      z.strictObject({ salt: z.string().min(1), base: z.number().gt(0).lt(1), source: z.string().min(1) }),
    )
    .optional(),
});
export type Substance = z.infer<typeof Substance>;

/** Words in a result column that are not substances and must never match, alert or count as new. */
export const PseudoSubstance = z.strictObject({
  id: Id,
  meaning: z.enum(["nothing-found", "pending", "not-analysed", "not-identified"]),
  names: z.array(z.string().min(1)).min(1),
  /** Beginnings that make any name a pseudo-substance, for example "non-specific ". */
  prefixes: z.array(z.string().min(1)).default([]),
});
export type PseudoSubstance = z.infer<typeof PseudoSubstance>;

export const SubstanceFile = z.strictObject({
  version: z.string(),
  classes: z.array(SubstanceClass).default([]),
  substances: z.array(Substance).default([]),
  pseudoSubstances: z.array(PseudoSubstance).default([]),
});
export type SubstanceFile = z.infer<typeof SubstanceFile>;
