import { hash } from "node:crypto";
import { parse } from "csv-parse/sync";
import * as z from "zod";

/** The rules of Data Package, Data Resource and Table Schema (https://datapackage.org, version 2.0) that concern what we publish. */
const Name = z.string().regex(/^[a-z0-9._/-]+$/);

const Field = z.looseObject({
  name: z.string().min(1),
  type: z.enum(["integer", "number", "string"]),
  description: z.string().min(10),
  constraints: z
    .strictObject({
      required: z.boolean().optional(),
      enum: z.array(z.string()).min(1).optional(),
      pattern: z.string().optional(),
    })
    .optional(),
});
type Field = z.infer<typeof Field>;

const Resource = z.looseObject({
  $schema: z.literal("https://datapackage.org/profiles/2.0/dataresource.json"),
  name: Name,
  type: z.literal("table"),
  // Relative, with "/", and never out of its folder.
  path: z.string().regex(/^(?!\/|.*\.\.\/)[\w./-]+$/),
  format: z.literal("csv"),
  mediatype: z.literal("text/csv"),
  encoding: z.literal("utf-8"),
  bytes: z.int().positive(),
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  dialect: z.looseObject({ delimiter: z.string().length(1), header: z.literal(true) }),
  schema: z.looseObject({
    fields: z.array(Field).min(1),
    missingValues: z.array(z.string()),
    primaryKey: z.array(z.string()).min(1).optional(),
    foreignKeys: z
      .array(
        z.object({
          fields: z.array(z.string()).min(1),
          reference: z.object({ resource: z.string(), fields: z.array(z.string()).min(1) }),
        }),
      )
      .optional(),
  }),
});

export const DataPackage = z.looseObject({
  $schema: z.literal("https://datapackage.org/profiles/2.0/datapackage.json"),
  name: Name,
  title: z.string(),
  homepage: z.url(),
  created: z.iso.datetime({ offset: true }),
  licenses: z.array(z.object({ name: z.string().regex(/^[-a-zA-Z0-9._]+$/), path: z.url() })).min(1),
  contributors: z.array(z.looseObject({ title: z.string() })).min(1),
  resources: z.array(Resource).min(1),
});

export type TableRow = Record<string, string>;

/** Reads a package as a program of somebody else would: rows of each table by its name; throws at whatever does not fit its description. */
export function readPackage(
  description: string,
  fileNamed: (path: string) => string,
): Map<string, TableRow[]> {
  const { resources } = DataPackage.parse(JSON.parse(description));
  const tables = new Map<string, TableRow[]>();
  for (const { name, path, bytes, hash: sum, schema } of resources) {
    const body = fileNamed(path);
    if (Buffer.byteLength(body) !== bytes) throw new Error(`${path}: not ${bytes} bytes`);
    if (`sha256:${hash("sha256", body)}` !== sum) throw new Error(`${path}: another hash`);
    if (!body.endsWith("\r\n") || /[^\r]\n/.test(body)) throw new Error(`${path}: lines must end in CRLF`);
    const [header = [], ...lines] = parse(body, { record_delimiter: "\r\n" });
    const names = schema.fields.map((field) => field.name);
    if (header.join() !== names.join() || new Set(names).size !== names.length)
      throw new Error(`${path}: the heading is ${header.join()}`);
    const rows = lines.map((line) =>
      Object.fromEntries(line.map((cell, index) => [names[index] ?? "", cell])),
    );
    for (const row of rows) for (const field of schema.fields) checkCell(path, field, row[field.name] ?? "");
    for (const key of schema.primaryKey ?? [])
      if (new Set(rows.map((row) => row[key])).size !== rows.length)
        throw new Error(`${path}: ${key} repeats`);
    for (const { fields, reference } of schema.foreignKeys ?? []) {
      const there = new Set(tables.get(reference.resource)?.map((row) => row[reference.fields[0] ?? ""]));
      for (const row of rows) {
        const value = row[fields[0] ?? ""] ?? "";
        if (value !== "" && !there.has(value)) throw new Error(`${path}: ${fields[0]} ${value} is nowhere`);
      }
    }
    tables.set(name, rows);
  }
  return tables;
}

function checkCell(path: string, { name, type, constraints = {} }: Field, cell: string): void {
  const wrong = (why: string) => new Error(`${path}: ${name} is "${cell}": ${why}`);
  if (cell === "") {
    if (constraints.required) throw wrong("required");
    return;
  }
  if (type === "integer" && !/^-?\d+$/.test(cell)) throw wrong("no integer");
  if (type === "number" && !/^-?\d+(\.\d+)?(e-?\d+)?$/i.test(cell)) throw wrong("no number");
  if (constraints.enum && !constraints.enum.includes(cell)) throw wrong("not one of its values");
  if (constraints.pattern !== undefined && !new RegExp(`^(?:${constraints.pattern})$`).test(cell))
    throw wrong("does not fit its pattern");
}
