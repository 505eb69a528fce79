import type * as z from "zod";

/** One thing wrong with a request: where (JSON pointer as URI fragment, RFC 6901 §6) and what would be right. */
export interface FieldError {
  pointer: string;
  detail: string;
}

const escaped = (part: PropertyKey): string => String(part).replaceAll("~", "~0").replaceAll("/", "~1");

export const pointerTo = (path: readonly PropertyKey[]): string =>
  `#${path.map((part) => `/${escaped(part)}`).join("")}`;

/** Zod's issues as field errors, below `prefix`. */
export function fieldErrors(error: z.ZodError, prefix: readonly PropertyKey[] = []): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        pointer: pointerTo([...path, key]),
        detail: "is not a field here; remove it",
      }));
    return [{ pointer: pointerTo(path), detail: issue.message }];
  });
}
