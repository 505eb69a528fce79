import * as z from "zod";
import { AREA_CODE_LENGTH } from "./area.ts";
import { Level } from "./level.ts";
import { QuietHours } from "./quiet-hours.ts";

/** What a subscription wants to hear of. Coarse on purpose: an interest in drugs is sensitive. */
export const Interest = z.strictObject({
  /** Codes of areas such as PL or PL-14; none means everywhere. An interest in a country includes its parts, and the other way round. */
  areas: z.array(z.string().min(2).max(AREA_CODE_LENGTH)).max(20).default([]),
  /** Ids of substance classes, for example "opioid"; none means all. */
  substanceClasses: z.array(z.string().max(40)).max(20).default([]),
  /** Alerts below this level are not sent. */
  levelFloor: Level.default("warning"),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, "must be a two-letter language code, for example en")
    .default("en"),
  quietHours: QuietHours.optional(),
});
export type Interest = z.infer<typeof Interest>;
