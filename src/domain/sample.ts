import * as z from "zod";
import { Amount } from "./amount.ts";
import { plainText } from "./plain-text.ts";

export const FORMS = [
  "tablet",
  "capsule",
  "powder",
  "crystal",
  "liquid",
  "blotter",
  "plant-material",
  "vape",
  "edible",
  "other",
  "unknown",
] as const;
export const Form = z.enum(FORMS);
export type Form = z.infer<typeof Form>;

export const Presence = z.enum(["detected", "not-detected", "inconclusive"]);
export type Presence = z.infer<typeof Presence>;

export const Abundance = z.enum(["major", "minor", "trace"]);

/** One substance looked for or found by one analysis. `substance` is the laboratory's own word; we resolve it, we never replace it. */
export const Finding = z
  .strictObject({
    substance: plainText(120),
    presence: Presence.default("detected"),
    abundance: Abundance.optional(),
    amount: Amount.optional(),
  })
  .refine((finding) => finding.amount === undefined || finding.presence === "detected", {
    path: ["amount"],
    message: 'only a substance with "presence": "detected" can have an amount',
  });
export type Finding = z.infer<typeof Finding>;

const EARLIEST_DAY = "1950-01-01";
const LAST_YEAR = 9999;

/** An instant with its offset. Years that can only be typing mistakes are refused; some of them could not even be stored. */
export const Instant = z.iso
  .datetime({ offset: true, message: "must be an instant with its offset, for example 2026-07-04T22:15:00Z" })
  .transform((text) => new Date(text))
  .refine(
    (at) => at.getTime() >= Date.parse(EARLIEST_DAY) && at.getUTCFullYear() <= LAST_YEAR,
    `must lie between ${EARLIEST_DAY} and the year ${LAST_YEAR}: check the year`,
  );

/** UUID version 7 made by the sender: sending the same thing twice is then harmless. */
export const ClientId = z
  .uuid({
    version: "v7",
    message: "must be a UUID version 7 made by the sender, for example 01890a5d-ac96-774b-bcce-b302099a8057",
  })
  .transform((text) => text.toLowerCase());

export const MAX_FINDINGS = 60;
export const MAX_ANALYSES = 12;

/** One run of one method on a sample, with everything it found or looked for. */
export const Analysis = z.strictObject({
  id: ClientId,
  method: plainText(40),
  analysedAt: Instant,
  findings: z.array(Finding).min(1).max(MAX_FINDINGS),
});
export type Analysis = z.infer<typeof Analysis>;

/** What the sample looks like. Two samples that look the same need not hold the same. */
export const Appearance = z.strictObject({
  colour: plainText(60).optional(),
  logo: plainText(60).optional(),
  description: plainText(300).optional(),
});

const described = {
  sessionId: z.uuid().transform((text) => text.toLowerCase()),
  sampleCode: plainText(60),
  expectedSubstance: plainText(120).optional(),
  form: Form.default("unknown"),
  appearance: Appearance.optional(),
  /** Weight of the whole unit or of what was handed in, in milligrams. */
  weightMg: z.number().positive().max(1_000_000).optional(),
  collectedOn: z.iso
    .date()
    .refine((day) => day >= EARLIEST_DAY, `must be ${EARLIEST_DAY} or later: check the year`)
    .optional(),
  analyses: z.array(Analysis).max(MAX_ANALYSES).default([]),
};

/** What a session, a laboratory or an import sends: one sample with none, one or more analyses. */
export const Sample = z.strictObject({ id: ClientId, ...described });
export type Sample = z.infer<typeof Sample>;

/** The whole sample again, as it should have been, with the reason. `revision` is the one that it corrects: what came after it is not lost. */
export const SampleCorrection = z.strictObject({
  ...described,
  revision: z.int().positive(),
  reason: plainText(300),
});
export type SampleCorrection = z.infer<typeof SampleCorrection>;
