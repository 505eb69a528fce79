import { format } from "oxfmt";
import {
  type JsonSchema,
  type OpenApiDocument,
  operationsOf,
  type OperationShape,
} from "../src/render/openapi-shape.ts";
import { comment, declarationOf, typeOf } from "./typescript-types.ts";

const HEAD = `// Made from the OpenAPI document of Tocsin; a change belongs there, not here.
import { type ClientOptions, openRequests } from "./request-json.ts";
`;

/** The client in TypeScript: a type for each named shape, and a function for each operation that answers JSON or nothing. */
export async function typescriptClient(document: OpenApiDocument): Promise<string> {
  const types = Object.entries(document.components.schemas).map(([name, schema]) =>
    declarationOf(name, schema),
  );
  const functions = operationsOf(document).flatMap(({ path, method, operation }) => {
    const answer = answerType(operation);
    return answer === undefined ? [] : [functionOf(path, method, operation, answer)];
  });
  const text = `${HEAD}
${types.join("\n")}

/** What can be asked of an installation. Each function answers what it is told, or throws a TocsinProblem. */
export function openTocsin(options: ClientOptions) {
  const request = openRequests(options);
  return {
    ${functions.join(",\n")}
  };
}
`;
  const { code, errors } = await format("tocsin.ts", text, { printWidth: 110 });
  if (errors[0]) throw new Error(errors[0].message);
  return code;
}

function functionOf(path: string, method: string, operation: OperationShape, answer: string): string {
  const { operationId, summary, description, parameters = [], requestBody } = operation;
  const names = parameters.filter((one) => one.in === "path");
  const query = parameters.filter((one) => one.in === "query");
  const body = requestBody?.content["application/json"];
  const taken = [
    ...names.map(({ name, schema }) => `${name}: ${typeOf(schema)}`),
    ...(body ? [`body: ${typeOf(body.schema)}`] : []),
    ...(query.length > 0 ? [`query: ${typeOf(queryShape(query))} = {}`] : []),
  ];
  const sent = [...(body ? ["body"] : []), ...(query.length > 0 ? ["query"] : [])];
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => `\${encodeURIComponent(${name})}`);
  return `${comment(`${summary}. ${description}`)}${operationId}: (${taken.join(", ")}) =>
    request<${answer}>("${method.toUpperCase()}", \`${address}\`${sent.length > 0 ? `, { ${sent.join(", ")} }` : ""})`;
}

const queryShape = (
  query: readonly { name: string; description: string; schema: JsonSchema }[],
): JsonSchema => ({
  properties: Object.fromEntries(
    query.map(({ name, description, schema }) => [name, { ...schema, description }]),
  ),
});

/** What an operation answers when it is done; undefined when that is not JSON. */
function answerType({ responses }: OperationShape): string | undefined {
  const done = Object.entries(responses).flatMap(([status, answer]) =>
    status.startsWith("2") && !("$ref" in answer) ? [answer.content] : [],
  );
  const types = done.flatMap((content) => {
    if (!content) return ["void"];
    const json = content["application/json"];
    return json ? (json.schema.anyOf ?? [json.schema]).map(typeOf) : [];
  });
  return types.length === 0 ? undefined : [...new Set(types)].join(" | ");
}
