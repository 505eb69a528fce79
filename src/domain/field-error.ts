import type * as z from "zod";

/** One thing wrong with a request: where (JSON pointer as URI fragment, RFC 6901 §6) and what would be right. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** More than a person reads at once; the rest shows when these are put right. */
const MOST_ERRORS = 50;
const LONGEST_NAME = 100;

// Names come from the sender: percent-encoding keeps invisible characters out of answers and of the pages that show them.
const escaped = (part: PropertyKey): string =>
  encodeURIComponent(
    String(part).slice(0, LONGEST_NAME).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1"),
  );

export const pointerTo = (path: readonly PropertyKey[]): string =>
  `#${path.map((part) => `/${escaped(part)}`).join("")}`;

/** Zod's issues as field errors, below `prefix`; the first 50 and how many more there are. */
export function fieldErrors(error: z.ZodError, prefix: readonly PropertyKey[] = []): FieldError[] {
  const errors = error.issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        pointer: pointerTo([...path, key]),
        detail: "is not a field here; remove it",
      }));
    return [{ pointer: pointerTo(path), detail: issue.message }];
  });
  if (errors.length <= MOST_ERRORS) return errors;
  const rest = { pointer: pointerTo(prefix), detail: `and ${errors.length - MOST_ERRORS} more errors` };
  return [...errors.slice(0, MOST_ERRORS), rest];
}
