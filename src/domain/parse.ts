import type * as z from "zod";
import { type FieldError, fieldErrors } from "./field-error.ts";
import { sayIssue } from "./say-issue.ts";

export type Parsed<T> = { outcome: "parsed"; value: T } | { outcome: "refused"; errors: FieldError[] };

/** Checks a value from outside against its schema; the only way in. */
export function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  prefix: readonly PropertyKey[] = [],
): Parsed<z.output<S>> {
  const result = schema.safeParse(input, { error: sayIssue });
  return result.success
    ? { outcome: "parsed", value: result.data }
    : { outcome: "refused", errors: fieldErrors(result.error, prefix) };
}
