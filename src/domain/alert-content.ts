import * as z from "zod";
import { Audience } from "./audience.ts";
import { Level } from "./level.ts";
import { Grade } from "./method.ts";
import { plainText } from "./plain-text.ts";
import { Form } from "./sample.ts";

/** The words of an alert in one language. One record, three lengths: push, headline, the page. */
export const AlertText = z.strictObject({
  /** One line for lists and feeds. */
  headline: plainText(160),
  /** What the notification says. */
  push: plainText(120),
  /** What was found, how sure we are, what it looks like. Paragraphs are separated by line breaks. */
  summary: plainText(2000, { lineBreaks: true }),
  /** What to do now, one instruction a line. */
  instruction: plainText(1500, { lineBreaks: true }),
});
export type AlertText = z.infer<typeof AlertText>;

/** ISO 639-1 code of a language. */
export const Language = z.string().regex(/^[a-z]{2}$/, "must be a language in two letters such as en");

/**
 * Everything that is published of an alert, and so everything that is hashed and approved.
 * Never a venue, a seller, a person, or a place finer than the area.
 */
export const AlertContent = z.strictObject({
  /** Who is told. Part of what is approved: a yes to telling outreach teams is not a yes to telling everybody. */
  audience: Audience.default("public"),
  level: Level,
  grade: Grade,
  substance: z.strictObject({ id: z.string(), name: z.string() }),
  /** Classes of the substance, so that interests can be matched without the catalogue. */
  substanceClasses: z.array(z.string()),
  expectedName: plainText(120).optional(),
  form: Form,
  appearance: plainText(300).optional(),
  area: z.strictObject({ code: z.string(), name: z.string(), path: z.array(z.string()) }),
  samples: z.int().positive(),
  /** First and last day of the results, YYYY-MM-DD. */
  resultsFrom: z.iso.date(),
  resultsTo: z.iso.date(),
  /** Each threshold crossed, as a sentence with its source. */
  reasons: z.array(plainText(400)).min(1).max(20),
  /** Method in words, for example "laboratory analysis (GC-MS)". */
  methods: z.array(plainText(120)).min(1).max(10),
  /** The organisation that answers for the alert. */
  sender: plainText(120),
  /** True while a threshold behind this alert is only proposed, not adopted. */
  thresholdNotAdopted: z.boolean(),
  expiresAfterDays: z.int().min(1).max(60),
  /** Why the alert was withdrawn; only on the withdrawal itself. */
  withdrawnBecause: plainText(300).optional(),
  texts: z
    .record(Language, AlertText)
    .refine((texts) => Object.keys(texts).length > 0, "needs at least one language"),
});
export type AlertContent = z.infer<typeof AlertContent>;

/** The words in the language asked for, or in the first language there is. */
export function textIn(content: AlertContent, language: string): AlertText & { language: string } {
  const [first] = Object.entries(content.texts);
  const asked = content.texts[language];
  if (asked) return { ...asked, language };
  if (!first) throw new Error("alert content without text"); // the schema makes this impossible
  return { ...first[1], language: first[0] };
}
