import type { AnswerShape, OperationShape, ParameterShape } from "../render/openapi-shape.ts";
import { type Answer, type ApiOperation, type Payload, scopeOf } from "./openapi-operation.ts";
import { commonProblemsOf } from "./openapi-problems.ts";
import { type DescribedSchemas, describeSchemas } from "./openapi-schemas.ts";

/** An operation as it stands in the document. */
export function describeOperation(
  operation: ApiOperation,
  sent: DescribedSchemas,
  answered: DescribedSchemas,
): OperationShape {
  const { id, tag, summary, description, body } = operation;
  const parameters = parametersOf(operation);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    security: securityOf(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: contentOf(body, sent, body.otherTypes ?? []) },
    }),
    responses: {
      ...mapValues(operation.answers, (answer) => answerOf(answer, answered)),
      ...commonProblemsOf(operation),
    },
  };
}

function securityOf(operation: ApiOperation): Record<string, string[]>[] {
  const scope = scopeOf(operation);
  if (scope !== undefined) return [{ key: [scope] }];
  return operation.access === "management-token" ? [{ managementToken: [] }] : [];
}

function parametersOf({ path, pathParameters = {}, query }: ApiOperation): ParameterShape[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const inPath = names.map((name): ParameterShape => ({
    name,
    in: "path",
    required: true,
    description: pathParameters[name] ?? "",
    schema: name === "revision" ? { type: "integer", minimum: 1 } : { type: "string", format: "uuid" },
  }));
  if (!query) return inPath;
  const schemas = describeSchemas([], [query], "input");
  const inQuery = Object.entries(schemas.at(query).properties ?? {}).map(
    ([name, { description = "", ...schema }]): ParameterShape => ({
      name,
      in: "query",
      required: false,
      description,
      schema,
    }),
  );
  return [...inPath, ...inQuery];
}

function answerOf(
  { description, body, headers, otherTypes = [] }: Answer,
  schemas: DescribedSchemas,
): AnswerShape {
  return {
    description,
    ...(headers && {
      headers: mapValues(headers, (words) => ({ description: words, schema: { type: "string" } })),
    }),
    ...((body || otherTypes.length > 0) && { content: contentOf(body, schemas, otherTypes) }),
  };
}

const contentOf = (
  payload: Payload | undefined,
  schemas: DescribedSchemas,
  otherTypes: readonly string[],
) => ({
  ...(payload && { "application/json": mediaTypeOf(payload, schemas) }),
  ...Object.fromEntries(otherTypes.map((type) => [type, { schema: { type: "string" } }])),
});

const mediaTypeOf = ({ schema, example }: Payload, schemas: DescribedSchemas) => ({
  schema: schemas.at(schema),
  ...(example !== undefined && { example }),
});

const mapValues = <From, To>(
  values: Record<string | number, From>,
  change: (value: From) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
