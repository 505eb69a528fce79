import * as z from "zod";

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
  /** Mass of base in one part of the usual salt, for example 0.84 for MDMA hydrochloride, with its source. */
  baseFactor: z
    .strictObject({ value: z.number().positive().max(1), salt: z.string(), source: z.string() })
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
  classes: z.array(SubstanceClass),
  substances: z.array(Substance),
  pseudoSubstances: z.array(PseudoSubstance),
});
export type SubstanceFile = z.infer<typeof SubstanceFile>;
