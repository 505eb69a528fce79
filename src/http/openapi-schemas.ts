import * as z from "zod";
import type { JsonSchema } from "../render/openapi-shape.ts";
import type { NamedSchema } from "./openapi-operation.ts";

/** Which side of a schema: what may be sent, or what is answered. */
export type Side = "input" | "output";

const addressOf = (name: string) => `#/components/schemas/${name}`;

/** Long patterns of dates and ids say nothing that `format` does not. */
const SAID_BY_FORMAT = new Set(["date", "date-time", "uuid"]);

const UNNAMED = "unnamed-";

interface Converted {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}

const sizeOf = ({ minLength, maxLength }: z.ZodString) => ({
  ...(minLength === null ? {} : { minLength }),
  ...(maxLength === null ? {} : { maxLength }),
});

function simplify({ zodSchema, jsonSchema }: Converted, side: Side): void {
  // Text is first taken in with room to spare and then trimmed: what counts is the length after that.
  const end = zodSchema instanceof z.ZodPipe ? zodSchema.out : undefined;
  if (end instanceof z.ZodString) {
    delete jsonSchema.maxLength;
    Object.assign(jsonSchema, sizeOf(end));
  }
  if (SAID_BY_FORMAT.has(jsonSchema.format ?? "")) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  // A release may add fields to answers; what is sent must hold no others.
  if (side === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

export interface DescribedSchemas {
  components: Record<string, JsonSchema>;
  /** A schema as it stands where it is used: one that has a name is referred to. */
  at(schema: z.ZodType): JsonSchema;
}

/** Describes schemas with names as components of the document, and those of `others`, which are used in one place each. */
export function describeSchemas(
  named: readonly NamedSchema[],
  others: readonly z.ZodType[],
  side: Side,
): DescribedSchemas {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of named) registry.add(schema, { id: name });
  for (const [index, schema] of others.entries())
    if (!registry.has(schema)) registry.add(schema, { id: `${UNNAMED}${index}` });
  const { schemas } = z.toJSONSchema(registry, {
    io: side,
    uri: addressOf,
    override: (converted) => simplify(converted, side),
  });
  const bodyOf = (id: string): JsonSchema => {
    const { $schema: _schema, $id: _id, ...body } = schemas[id] as JsonSchema & Record<string, unknown>;
    return body;
  };
  return {
    components: Object.fromEntries(named.map((one) => [one.name, explain(bodyOf(one.name), one)])),
    at(schema) {
      const id = registry.get(schema)?.id;
      if (id === undefined) throw new Error("a schema that was not announced");
      return id.startsWith(UNNAMED) ? bodyOf(id) : { $ref: addressOf(id) };
    },
  };
}

function explain(schema: JsonSchema, { description, fields = {} }: NamedSchema): JsonSchema {
  for (const [field, words] of Object.entries(fields))
    for (const variant of [schema, ...(schema.oneOf ?? [])]) {
      const property = variant.properties?.[field];
      if (property) property.description = words;
    }
  return { ...schema, description };
}
