import type * as z from "zod";
import { type FieldError, pointerTo } from "../domain/field-error.ts";
import { parse, type Parsed } from "../domain/parse.ts";
import type { Problem } from "./problem.ts";

/**
 * Reads the query of an address, strictly: a name that is not known here, or that stands there twice, is refused. A mistyped filter
 * would otherwise answer with everything, and nobody would notice.
 */
export function readQuery<S extends z.ZodObject>(schema: S, address: string): Parsed<z.output<S>> {
  const query = new URL(address).searchParams;
  const known = Object.keys(schema.shape);
  const errors = [...new Set(query.keys())].flatMap((name): FieldError[] => {
    if (!known.includes(name)) return [{ pointer: pointerTo([name]), detail: sayKnown(known) }];
    return query.getAll(name).length > 1
      ? [{ pointer: pointerTo([name]), detail: "stands there more than once" }]
      : [];
  });
  return errors.length > 0 ? { outcome: "refused", errors } : parse(schema, Object.fromEntries(query));
}

const sayKnown = (known: readonly string[]): string =>
  known.length === 0
    ? "is not a parameter here: this address has none"
    : `is not a parameter here; those that are: ${known.join(", ")}`;

export const invalidQuery = (errors: FieldError[]): Problem => ({
  status: 400,
  kind: "invalid-query",
  title: "The address has query parameters that cannot be accepted",
  errors,
});
