import * as z from "zod";
import type { AnswerShape, JsonSchema, OpenApiDocument } from "../../src/render/openapi-shape.ts";
import { operationsOf, referredName } from "../../src/render/openapi-shape.ts";
import type { ApiAnswer } from "./running-tocsin.ts";

/** What a description leaves open to later releases is closed here: a field that nobody described is found. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, closed(one)]);
  const copy = Object.fromEntries(entries);
  return "properties" in copy && copy.type === "object" ? { additionalProperties: false, ...copy } : copy;
};

/** Compares real answers with the OpenAPI document, and remembers which operations were answered well. */
export function describedAnswers(document: OpenApiDocument) {
  const text = JSON.stringify(closed(document.components.schemas));
  const $defs = JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/"));
  const schemaOf = (schema: JsonSchema) =>
    z.fromJSONSchema({
      ...JSON.parse(JSON.stringify(closed(schema)).replaceAll("#/components/schemas/", "#/$defs/")),
      $defs,
    });
  // Fixed paths come first: /v1/alerts/stream is not an alert.
  const operations = operationsOf(document)
    .map((one) => ({ ...one, isAt: new RegExp(`^${one.path.replace(/\{\w+\}/g, "[^/]+")}$`) }))
    .sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  const answeredWell = new Set<string>();

  const problemWith = (method: string, path: string, answer: ApiAnswer): string | undefined => {
    const [pathname = ""] = path.split("?");
    const found = operations.find((one) => one.method === method.toLowerCase() && one.isAt.test(pathname));
    if (!found) return "it is not described";
    const described = found.operation.responses[answer.status];
    if (!described) return `the status ${answer.status} is not described`;
    const shape: AnswerShape | undefined =
      "$ref" in described ? document.components.responses[referredName(described.$ref)] : described;
    const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
    if (answer.status < 300) answeredWell.add(found.operation.operationId);
    if (answer.status === 204 || answer.status === 304)
      return shape?.content ? "no body is described" : undefined;
    const content = shape?.content?.[type];
    if (!content) return `the type ${type} is not described for ${answer.status}`;
    if (!type.endsWith("json") || content.schema.type === "string") return undefined;
    const { error } = schemaOf(content.schema).safeParse(answer.body);
    return error && z.prettifyError(error);
  };
  return { problemWith, answeredWell };
}
