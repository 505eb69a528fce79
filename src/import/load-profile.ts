import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "../domain/parse.ts";
import { ImportProfile } from "./import-profile.ts";

const PROFILES = path.join(import.meta.dirname, "../../profiles");

export type LoadedProfile =
  | { outcome: "loaded"; profile: ImportProfile }
  | { outcome: "refused"; because: string };

/**
 * Loads a mapping profile: a name such as "wedinos" for those that come with Tocsin, or the path of a JSON file.
 * A refusal names every fault, with the place in the file.
 */
export async function loadProfile(nameOrPath: string): Promise<LoadedProfile> {
  const isPath = nameOrPath.endsWith(".json") || nameOrPath.includes(path.sep);
  const file = isPath ? nameOrPath : path.join(PROFILES, `${nameOrPath}.json`);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) {
    const known = (await readdir(PROFILES)).map((entry) => path.basename(entry, ".json"));
    return {
      outcome: "refused",
      because: `there is no profile ${file}; Tocsin comes with ${known.sort().join(", ")}, and --profile also takes the path of a JSON file`,
    };
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return {
      outcome: "refused",
      because: `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const parsed = parse(ImportProfile, content);
  if (parsed.outcome === "parsed") return { outcome: "loaded", profile: parsed.value };
  const faults = parsed.errors.map(({ pointer, detail }) => `  ${pointer} ${detail}`);
  return { outcome: "refused", because: `${file} is not a valid profile:\n${faults.join("\n")}` };
}
