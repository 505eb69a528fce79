import * as z from "zod";
import { Basis } from "../domain/amount.ts";
import { foldText } from "./fold-text.ts";
import { isDateFormat } from "./parse-date.ts";
import { Value, When } from "./profile-value.ts";

const Column = z.string().min(1);

const Encoding = z.enum(["utf-8", "windows-1250", "windows-1252", "iso-8859-2", "utf-16le"]);
const Delimiter = z.enum([",", ";", "\t", "|"]);

const FileFormat = z.discriminatedUnion("format", [
  z.strictObject({
    format: z.literal("csv"),
    delimiter: Delimiter.default(","),
    encoding: Encoding.default("utf-8"),
  }),
  z.strictObject({ format: z.literal("ndjson"), encoding: Encoding.default("utf-8") }),
  z.strictObject({
    format: z.literal("json"),
    /** Where the array of records is, with dots: "records" or "data.samples". Empty: the file is the array. */
    records: z.string().default(""),
    /** Whether NaN and Infinity, which JSON does not know, are read as "no value". */
    toleratesNaN: z.boolean().default(false),
    encoding: Encoding.default("utf-8"),
  }),
]);
export type FileFormat = z.infer<typeof FileFormat>;

/** How the rows of the file belong to samples. */
const Rows = z.discriminatedUnion("are", [
  z.strictObject({ are: z.literal("samples") }),
  z.strictObject({ are: z.literal("findings") }),
  z.strictObject({
    are: z.literal("samples-with-findings-in-another-file"),
    /** Name of the other file, of the same format, expected beside the first. */
    file: z.string().min(1),
    /** The column that both files share. */
    by: Column,
  }),
]);

/** The ids of imported samples begin with their day, and in a UUID version 7 time begins here. */
const EARLIEST_DAY = "1970-01-01";

const DateFrom = z.strictObject({
  column: Column,
  formats: z
    .array(
      z
        .string()
        .refine(
          isDateFormat,
          "must be made of YYYY, MM, DD, Mon and separators, for example DD/MM/YYYY, or be ISO",
        ),
    )
    .min(1),
  /** A day before which nothing can have happened, so that a slip of the pen in the year is found. */
  notBefore: z.iso
    .date()
    .refine((day) => day >= EARLIEST_DAY, `must be ${EARLIEST_DAY} or later`)
    .default(EARLIEST_DAY),
});
export type DateFrom = z.infer<typeof DateFrom>;

const NumberFrom = z.strictObject({ column: Column, decimal: z.enum([".", ","]).default(".") });
export type NumberFrom = z.infer<typeof NumberFrom>;

const AmountFrom = NumberFrom.extend({
  /** Must come to "%", "mg", "µg", or "none" where the number is not an amount. */
  unit: Value,
  basis: Basis.default("unspecified"),
  estimated: z.boolean().default(false),
  /** Numbers that stand for "found, not measured". */
  notMeasured: z.array(z.number()).default([]),
});
export type AmountFrom = z.infer<typeof AmountFrom>;

const FindingFrom = z
  .strictObject({
    /** A column with many findings: a list in JSON, or text that `separator` takes apart. */
    list: Column.optional(),
    separator: z.string().min(1).optional(),
    /** What was found; left out, each item of the list is the name itself. */
    substance: Value.optional(),
    presence: Value.optional(),
    abundance: Value.optional(),
    amount: AmountFrom.optional(),
  })
  .refine((from) => from.list !== undefined || from.substance !== undefined, {
    path: ["substance"],
    message: 'say where the name of the substance is: "substance", or "list" for a column with many names',
  });
export type FindingFrom = z.infer<typeof FindingFrom>;

/** How one service's file is read. Every field is explained in docs/import-profiles.md. */
export const ImportProfile = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters, digits and hyphens"),
  title: z.string().min(1),
  /** Where the data come from, and on what terms they may be used. */
  source: z.string().min(1),
  licence: z.string().min(1),
  notes: z.array(z.string()).default([]),
  file: FileFormat,
  rows: Rows.default({ are: "samples" }),
  /** Words that mean "no value" in every column, beside the empty cell. Case makes no difference. */
  nothing: z
    .array(z.string())
    .default([])
    .transform((words): ReadonlySet<string> => new Set(["", ...words.map(foldText)])),
  /** Rows that are refused as a matter of course, each with its reason. */
  reject: z
    .array(z.strictObject({ when: When, because: z.string().min(1), reasonColumn: Column.optional() }))
    .default([]),
  /** Columns that together name a sample, once in this file and in all later ones. */
  sampleCode: z.array(Column).min(1),
  area: Value,
  session: z
    .strictObject({
      columns: z.array(Column).default([]),
      every: z.enum(["month", "year", "file"]).default("month"),
    })
    .prefault({}),
  collectedOn: DateFrom.optional(),
  expectedSubstance: Value.optional(),
  form: Value.optional(),
  colour: Value.optional(),
  logo: Value.optional(),
  description: Value.optional(),
  weightMg: NumberFrom.optional(),
  analysedOn: DateFrom,
  method: Value,
  findings: z.array(FindingFrom).min(1),
});
export type ImportProfile = z.infer<typeof ImportProfile>;
