/**
 * One spelling for one value: keys sorted, no white space, `undefined` left out, dates as ISO 8601 in UTC.
 * Used wherever two things are compared by hash (RFC 8785 in idea; numbers are written as ECMAScript writes them).
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  const object = value as Record<string, unknown>;
  let members = "";
  // Sorted by UTF-16 code units, as RFC 8785 has it.
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}
