import * as z from "zod";
import type { AnswerShape } from "../render/openapi-shape.ts";
import { type ApiOperation, type NamedSchema, scopeOf } from "./openapi-operation.ts";

const Problem = z.object({
  type: z
    .string()
    .describe("urn:tocsin:problem:… Stays the same from release to release; go by it, not by the words."),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z
    .array(
      z.object({
        pointer: z
          .string()
          .describe(
            "JSON pointer into what was sent, as a URI fragment; of a query the name of the parameter.",
          ),
        detail: z.string().describe("What would be right."),
      }),
    )
    .optional(),
});

export const PROBLEM: NamedSchema = {
  name: "Problem",
  schema: Problem,
  description: "Why something was refused (RFC 9457).",
};

const problem = (description: string): AnswerShape => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

const RETRY_AFTER = { description: "Seconds to wait.", schema: { type: "integer" } };

/** What any route may answer. */
export const COMMON_PROBLEMS = {
  NotReadable: problem("The body was cut off, is not UTF-8, not JSON, or nested more than 10 deep."),
  NotIdentified: problem("A valid key is needed."),
  MissingScope: problem("The key lacks the scope."),
  BodyTooLarge: problem("The body is too large; send it in parts."),
  TypeNotAccepted: problem("The content type or encoding of the body is not accepted."),
  Invalid: problem("Fields cannot be accepted; each is named."),
  TooManyRequests: {
    ...problem("Too many requests. Nothing of this one was used."),
    headers: { "Retry-After": RETRY_AFTER },
  },
  Fault: problem("A fault on our side. Send it again: sending the same thing twice is harmless."),
} satisfies Record<string, AnswerShape>;

const common = (name: keyof typeof COMMON_PROBLEMS) => ({ $ref: `#/components/responses/${name}` });

/** What an operation may refuse, by status: its own problems, and those of every operation of its kind. */
export function commonProblemsOf(operation: ApiOperation) {
  const { body, method, tag, problems = {} } = operation;
  const isKeyed = scopeOf(operation) !== undefined;
  const isLimited = isKeyed || (tag === "subscriptions" && method !== "get");
  return {
    ...(body && {
      400: common("NotReadable"),
      413: common("BodyTooLarge"),
      415: common("TypeNotAccepted"),
      422: common("Invalid"),
    }),
    ...(isKeyed && { 401: common("NotIdentified"), 403: common("MissingScope") }),
    ...(isLimited && { 429: common("TooManyRequests") }),
    ...Object.fromEntries(Object.entries(problems).map(([status, words]) => [status, problem(words)])),
    500: common("Fault"),
  };
}
