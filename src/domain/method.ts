import * as z from "zod";

/** How sure a result may make us, weakest first. Source: HSE Ireland practice of "preliminary analysis", then update. */
export const GRADES = ["presumptive", "confirmed-identity", "confirmed-quantity"] as const;
export const Grade = z.enum(GRADES);
export type Grade = z.infer<typeof Grade>;
export const gradeRank = (grade: Grade): number => GRADES.indexOf(grade);

/** What a method of analysis may claim. */
export const Method = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  /** Whether identity found by this method alone is confirmed. */
  identity: z.enum(["presumptive", "confirmed"]),
  /** Whether its numbers may feed a strength rule. */
  quantity: z.boolean(),
  /** Usual limit of detection as per cent by weight; below it "not detected" says nothing. */
  limitOfDetectionPercent: z.number().positive().optional(),
  /** In words for the public, in every language of drafts: "laboratory analysis (GC-MS)". */
  inWords: z.strictObject({ en: z.string().min(1), pl: z.string().min(1) }),
  note: z.string().optional(),
  source: z.string().min(1),
});
export type Method = z.infer<typeof Method>;
export const MethodFile = z.strictObject({ version: z.string(), methods: z.array(Method) });
