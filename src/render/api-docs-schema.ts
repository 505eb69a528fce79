import { html } from "hono/html";
import type { Markup } from "./markup.ts";
import { type JsonSchema, referredName } from "./openapi-shape.ts";

/** Where on the page a named shape is explained. */
export const schemaName = (name: string): string => `shape-${name}`;

/** A description; what stands between back-ticks is code. */
export const proseOf = (text = ""): Markup =>
  html`${text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;

/** What a value is, in few words; named shapes are links. */
export function schemaLink(schema: JsonSchema): Markup {
  if (schema.$ref !== undefined) {
    const name = referredName(schema.$ref);
    return html`<a href="#${schemaName(name)}">${name}</a>`;
  }
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants)
    return html`${variants.map((one, index) => html`${index === 0 ? "" : " or "}${schemaLink(one)}`)}`;
  if (schema.items) return html`a list: ${schemaLink(schema.items)}`;
  if (typeof schema.additionalProperties === "object")
    return html`an object: any name, ${schemaLink(schema.additionalProperties)}`;
  return html`${sayType(schema)}`;
}

function sayType({ type, format, enum: values, const: one }: JsonSchema): string {
  if (one !== undefined) return String(one);
  if (values) return values.map(String).join(", ");
  const types = (typeof type === "string" ? [type] : (type ?? ["anything"])).map(
    (name) => TYPES[name] ?? name,
  );
  return format === undefined ? types.join(" or ") : (FORMATS[format] ?? format);
}

const TYPES: Record<string, string> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};
const FORMATS: Record<string, string> = {
  "date-time": "an instant",
  date: "a day",
  uuid: "a UUID",
  uri: "an address",
};

/** Every field of a shape: what it is, whether it must be there, what it means. Those of unnamed objects within come after it. */
export function fieldTable(schema: JsonSchema): Markup {
  const rows = rowsOf(schema, "");
  if (rows.length === 0) return html`<p>${schemaLink({ ...schema, description: "" })}</p>`;
  return html`<dl class="fields">
    ${rows.map(
      ({ name, field, isRequired }) =>
        html`<div>
          <dt>
            <code>${name}</code>
            <small>${isRequired ? "" : "optional, "}${schemaLink(field)}${limits(field)}</small>
          </dt>
          <dd>${proseOf(field.description)}</dd>
        </div>`,
    )}
  </dl>`;
}

interface Row {
  name: string;
  field: JsonSchema;
  isRequired: boolean;
}

function rowsOf(schema: JsonSchema, prefix: string): Row[] {
  const objects = (schema.oneOf ?? schema.anyOf ?? [schema]).filter(({ properties }) => properties);
  const rows = objects.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([name, field]): Row[] => [
      { name: prefix + name, field, isRequired: required.includes(name) },
      ...rowsOf(withinOf(field), `${prefix}${name}.`),
    ]),
  );
  // Fields that several variants share are told once.
  return rows.filter(({ name, field }, index) => {
    const same = rows.findIndex((row) => row.name === name && sayType(row.field) === sayType(field));
    return same === index;
  });
}

const withinOf = (field: JsonSchema): JsonSchema => field.items ?? field;

function limits({
  minimum,
  exclusiveMinimum,
  maximum,
  minLength,
  maxLength,
  maxItems,
  default: usual,
}: JsonSchema): string {
  const said = [
    minimum !== undefined && `at least ${minimum}`,
    exclusiveMinimum !== undefined && `more than ${exclusiveMinimum}`,
    maximum !== undefined && `at most ${maximum}`,
    maxLength !== undefined && `${minLength ?? 0} to ${maxLength} characters`,
    maxItems !== undefined && `at most ${maxItems}`,
    usual !== undefined && `otherwise ${JSON.stringify(usual)}`,
  ].filter((one) => typeof one === "string");
  return said.map((one) => `; ${one}`).join("");
}
