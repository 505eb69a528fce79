import * as z from "zod";
import { foldText } from "./fold-text.ts";

const Column = z.string().min(1);
const Words = z
  .array(z.string())
  .min(1)
  .transform((words) => words.map(foldText));

/** One test of one column. Case and white space make no difference. */
export const Condition = z
  .strictObject({
    column: Column,
    is: Words.optional(),
    contains: Words.optional(),
    startsWith: Words.optional(),
    filled: z.boolean().optional(),
  })
  .refine(
    ({ is, contains, startsWith, filled }) =>
      [is, contains, startsWith, filled].filter((test) => test !== undefined).length === 1,
    { message: 'needs exactly one of "is", "contains", "startsWith" and "filled"' },
  );
export type Condition = z.infer<typeof Condition>;

export const When = z.array(Condition).min(1);

const WordMap = z.record(z.string(), z.string()).transform((words, context): ReadonlyMap<string, string> => {
  const folded = new Map<string, string>();
  for (const [word, meaning] of Object.entries(words)) {
    const key = foldText(word);
    if (folded.has(key) && folded.get(key) !== meaning)
      context.addIssue({
        code: "custom",
        message: `"${word}" stands here twice with two meanings; case and spaces make no difference`,
      });
    folded.set(key, meaning);
  }
  return folded;
});

const ValueFrom = z
  .strictObject({
    /** All of these must hold; otherwise this source gives nothing. */
    when: When.optional(),
    constant: z.string().min(1).optional(),
    column: Column.optional(),
    /** Only the letters with which the cell begins count: of "CF10" the "CF". */
    leadingLetters: z.boolean().default(false),
    /** What each word of the column means. */
    map: WordMap.optional(),
    /** What each ending means; the longest that fits counts: "ON, Canada" before "Canada". */
    endings: WordMap.optional(),
    /** What to do with a word that neither `map` nor `endings` knows. */
    unmapped: z.enum(["reject", "nothing", "keep"]).default("reject"),
  })
  .refine((from) => (from.constant === undefined) !== (from.column === undefined), {
    message: 'needs either "constant" or "column"',
  });
export type ValueFrom = z.infer<typeof ValueFrom>;

/** Where a value comes from: one source, or a list of which the first that gives something counts. */
export const Value = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(ValueFrom).min(1),
);
export type Value = z.infer<typeof Value>;
