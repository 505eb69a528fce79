import type { ImportProfile } from "./import-profile.ts";

/** The columns that a profile names for its main file, each once. Those of a second file are looked for in that file only. */
export function columnsUsed(profile: ImportProfile): string[] {
  const { findings, rows, ...rest } = profile;
  const isSecondFile = rows.are === "samples-with-findings-in-another-file";
  return [...new Set(columnsIn(isSecondFile ? { ...rest, by: { column: rows.by } } : { ...rest, findings }))];
}

function* columnsIn(part: unknown, name?: string): Generator<string> {
  if (typeof part === "string" && (name === "column" || name === "list" || name === "reasonColumn"))
    yield part;
  if (Array.isArray(part)) {
    const areColumns = name === "sampleCode" || name === "columns";
    for (const item of part) yield* columnsIn(item, areColumns ? "column" : undefined);
  } else if (typeof part === "object" && part !== null && !(part instanceof Map))
    for (const [member, value] of Object.entries(part)) yield* columnsIn(value, member);
}
