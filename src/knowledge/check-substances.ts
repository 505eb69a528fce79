import { foldName } from "../domain/fold-name.ts";
import type { Substance } from "../domain/substance.ts";

/** What each identifier is called in a report. */
const IDENTIFIERS = {
  inchikey: "InChIKey",
  cas: "CAS number",
  pubchemCid: "PubChem CID",
  unii: "UNII",
} as const;
const KEYS = ["inchikey", "cas", "pubchemCid", "unii"] as const;

/** What is wrong with the list of substances as a whole: an identifier that two claim, or a name that would not be found. */
export function problemsOfSubstances(substances: readonly Substance[]): string[] {
  return [...problemsOfIdentifiers(substances), ...substances.flatMap(problemsOfNames)];
}

function problemsOfIdentifiers(substances: readonly Substance[]): string[] {
  const problems: string[] = [];
  const owners = new Map<string, string>();
  for (const [index, { id, identifiers }] of substances.entries())
    for (const key of KEYS) {
      const value = identifiers?.[key];
      if (value === undefined) continue;
      const entry = `${IDENTIFIERS[key]} ${value}`;
      const owner = owners.get(entry);
      if (owner !== undefined)
        problems.push(
          `substances[${index}] ("${id}"): the ${entry} already belongs to "${owner}"; two substances are never one molecule`,
        );
      else owners.set(entry, id);
    }
  return problems;
}

function problemsOfNames({ id, name, aliases, names }: Substance, index: number): string[] {
  const known = new Set([name, ...aliases].map(foldName));
  return Object.values(names ?? {})
    .filter((text) => text !== undefined && !known.has(foldName(text)))
    .map(
      (text) =>
        `substances[${index}] ("${id}"): the name "${text}" is not among the aliases; add it there, so that it is found`,
    );
}
