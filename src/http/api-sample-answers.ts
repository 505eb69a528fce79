import * as z from "zod";
import { Basis } from "../domain/amount.ts";
import { Level } from "../domain/level.ts";
import { Grade } from "../domain/method.ts";
import { Abundance, Form, Presence } from "../domain/sample.ts";

const instant = z.iso.datetime();
const received = z
  .enum(["accepted", "already-received"])
  .describe(
    "accepted: committed to disk now. already-received: the same thing was sent before; nothing has changed.",
  );

/** A name that nobody could place. */
export const UnresolvedName = z.object({
  pointer: z.string().describe("JSON pointer to the name, as a URI fragment."),
  name: z.string().describe("The name as it was sent. It is kept as it is."),
  suggestions: z
    .array(
      z.object({
        substanceId: z.string(),
        name: z.string(),
        confidence: z.number().describe("Between 0 and 1."),
      }),
    )
    .describe("What may have been meant, likeliest first. Nothing is replaced by itself."),
});

export const SessionReceipt = z.object({ outcome: received, id: z.uuid() });

export const SampleReceipt = z.object({
  outcome: received,
  id: z.uuid(),
  unresolved: z.array(UnresolvedName),
});

export const RevisionReceipt = z.object({
  outcome: received,
  id: z.uuid(),
  revision: z.int().describe("The revision that the sample is at now."),
  unresolved: z.array(UnresolvedName),
});

const row = z.int().describe("Place of the row in the batch, from 0.");

export const BatchReceipt = z.object({
  rows: z.int(),
  accepted: z.int(),
  refused: z.int(),
  results: z
    .array(
      z.union([
        SampleReceipt.extend({ row, status: z.int().describe("201 or 200.") }),
        z.object({
          row,
          type: z.string(),
          title: z.string(),
          status: z.int(),
          detail: z.string().optional(),
          errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
        }),
      ]),
    )
    .describe("One for each row, in order. A row that is refused does not touch the others."),
});

const measured = {
  value: z.number().describe("More than 0."),
  basis: Basis,
  uncertainty: z.number().optional(),
  estimated: z.boolean(),
};

const StoredAmount = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("percent-by-weight"), ...measured }),
  z.object({ kind: z.literal("dose"), unit: z.enum(["mg", "µg"]), ...measured }),
]);

const StoredFinding = z.object({
  substance: z.string().describe("The laboratory's own word."),
  presence: Presence,
  abundance: Abundance.optional(),
  amount: StoredAmount.optional(),
});

const AssessedFinding = z.object({
  name: z.string().describe("The laboratory's own word."),
  substanceId: z.string().optional().describe("Left out: the name is not known."),
  substanceName: z.string().nullable().describe("Preferred name, as it is written in alerts."),
  presence: Presence,
  abundance: Abundance.optional(),
  amount: StoredAmount.optional(),
  methodId: z.string(),
});

export const Notice = z.object({
  decision: z
    .enum(["none", "notice", "open", "update", "hold"])
    .describe(
      "none: nothing to say. notice: for the session alone. open: a draft of an alert was made. update: it belongs to an alert that exists. hold: a reviewer rejected the same lately, so nothing new was drafted.",
    ),
  reason: z.string().describe("A word that stays the same from release to release."),
  explanation: z.string().describe("The reason as a sentence."),
  level: Level.nullable(),
  alertId: z.uuid().nullable().describe("The alert that it belongs to."),
  decidedAt: instant,
  matches: z
    .array(
      z.object({
        packId: z.string(),
        packVersion: z.string(),
        thresholdAdopted: z.boolean().describe("False while the threshold is only proposed."),
        ruleId: z.string(),
        substanceId: z.string(),
        level: Level,
        grade: Grade,
        reason: z.string().describe("One sentence with numbers, units, source and method."),
      }),
    )
    .describe("Every threshold that the sample crossed."),
  caveat: z.string().describe("To be shown beside every result."),
});

export const StoredSample = z.object({
  id: z.uuid(),
  revision: z.int().describe("1 at first; each added analysis and each correction counts one up."),
  sessionId: z.uuid(),
  sampleCode: z.string(),
  area: z.string().describe("Code of the session's area."),
  receivedAt: instant,
  resultAt: instant.describe("When the newest result was obtained."),
  expectedSubstance: z.string().nullable(),
  expectedSubstanceId: z.string().nullable(),
  form: Form,
  appearance: z.object({
    colour: z.string().nullable(),
    logo: z.string().nullable(),
    description: z.string().nullable(),
  }),
  weightMg: z.number().nullable().describe("In milligrams."),
  collectedOn: z.iso.date().nullable(),
  analyses: z
    .array(
      z.object({
        id: z.uuid(),
        method: z.string().describe("Id of the method."),
        analysedAt: instant,
        findings: z.array(StoredFinding),
      }),
    )
    .describe("In the shape in which they are sent: a correction starts from them."),
  findings: z.array(AssessedFinding).describe("All findings of all analyses, with names looked up."),
  notice: Notice.nullable().describe(
    "Null until the sample has been matched; that takes a moment after it was received.",
  ),
});
