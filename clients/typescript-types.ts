import { type JsonSchema, referredName } from "../src/render/openapi-shape.ts";

const NAMES: Record<string, string> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
  null: "null",
  object: "Record<string, unknown>",
  array: "unknown[]",
};

/** A schema as a TypeScript type. What TypeScript cannot say, such as the length of a text, is left to the server. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return referredName(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants) return variants.map(typeOf).join(" | ");
  if (schema.items) return `(${typeOf(schema.items)})[]`;
  if (schema.properties) return `{ ${fieldsOf(schema)} }`;
  if (typeof schema.additionalProperties === "object")
    return `Record<string, ${typeOf(schema.additionalProperties)}>`;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.length === 0 ? "unknown" : types.map((type) => NAMES[type] ?? "unknown").join(" | ");
}

const fieldsOf = ({ properties = {}, required = [] }: JsonSchema): string =>
  Object.entries(properties)
    .map(
      ([name, field]) =>
        `${comment(field.description)}${name}${required.includes(name) ? "" : "?"}: ${typeOf(field)};`,
    )
    .join("\n");

/** A named schema as a declaration. */
export const declarationOf = (name: string, schema: JsonSchema): string =>
  comment(schema.description) +
  (schema.properties
    ? `export interface ${name} { ${fieldsOf(schema)} }`
    : `export type ${name} = ${typeOf(schema)};`);

/** Words as a doc comment on a line of their own; nothing when there are none. */
export const comment = (words: string | undefined): string =>
  words === undefined || words === "" ? "" : `\n/** ${words.replaceAll("*/", "* /")} */\n`;
