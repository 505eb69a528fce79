import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImportProfile } from "../../src/import/import-profile.ts";

const documentation = await readFile(join(import.meta.dirname, "../../docs/import-profiles.md"), "utf8");

/** A block of the example in docs/import-profiles.md, so that what a volunteer copies is what is tested. */
export const documented = (language: string): string =>
  documentation.split(`\`\`\`${language}\n`)[1]?.split("```")[0] ?? "";

/** The example's profile with other fields put in, not yet checked; undefined takes one out. */
export const uncheckedProfileWith = (fields: Record<string, unknown>): Record<string, unknown> => ({
  ...(JSON.parse(documented("json")) as Record<string, unknown>),
  ...fields,
});

export const profileWith = (fields: Record<string, unknown> = {}): ImportProfile =>
  ImportProfile.parse(uncheckedProfileWith(fields));
