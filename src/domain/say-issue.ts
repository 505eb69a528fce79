import type * as z from "zod";

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list: [ … ]",
  object: "an object: { … }",
  record: "an object: { … }",
};

const FORMATS: Readonly<Record<string, string>> = {
  date: "a day such as 2026-07-04",
  datetime: "an instant with its offset, for example 2026-07-04T22:15:00Z",
  uuid: "a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057",
};

const quoted = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === "string" ? `"${value}"` : String(value))).join(", ");

const many = (count: number | bigint, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

function saySize({ origin }: { origin: string }, bound: "least" | "most", limit: number | bigint): string {
  if (origin === "array") return `must have at ${bound} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  if (origin === "string") return `must have at ${bound} ${many(limit, "character")}`;
  return `must be at ${bound} ${limit}`;
}

/** What would be right, in plain words, for a field whose schema has no words of its own. A map of errors for zod. */
export function sayIssue(issue: z.core.$ZodRawIssue): string {
  const must = `${issue.input === undefined ? "is missing: it must" : "must"} be`;
  switch (issue.code) {
    case "invalid_type":
      return `${must} ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `${must} ${issue.values.length > 1 ? "one of " : ""}${quoted(issue.values)}`;
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? `must be one of ${quoted(issue.options)}`
        : "must be one of the forms described for this field";
    case "too_small":
      return issue.origin === "number" && !issue.inclusive
        ? `must be more than ${issue.minimum}`
        : saySize(issue, "least", issue.minimum);
    case "too_big":
      return issue.origin === "number" && !issue.inclusive
        ? `must be less than ${issue.maximum}`
        : saySize(issue, "most", issue.maximum);
    case "invalid_format":
      return `${must} ${FORMATS[issue.format] ?? "written in another way"}`;
    case "invalid_key":
      return `is not a name that is accepted here: it ${issue.issues[0]?.message ?? "must be another"}`;
    case "invalid_element":
    case "not_multiple_of":
    case "unrecognized_keys":
    case "custom":
      return "is not accepted here";
  }
}
