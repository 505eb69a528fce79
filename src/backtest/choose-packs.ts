import path from "node:path";
import type { Knowledge } from "../domain/knowledge.ts";
import { ThresholdPack } from "../domain/threshold-pack.ts";
import { problemsOfPack } from "../knowledge/check-pack.ts";
import { readKnowledgeFile } from "../knowledge/read-knowledge-file.ts";

export type ChosenPacks =
  | { outcome: "chosen"; knowledge: Knowledge }
  | { outcome: "refused"; because: string };

/** All that is known, with these packs only: names of packs that the installation has, or paths of files, separated by commas. */
export async function choosePacks(knowledge: Knowledge, names: string): Promise<ChosenPacks> {
  const packs: ThresholdPack[] = [];
  for (const name of names.split(",").map((one) => one.trim())) {
    const known = knowledge.packs.find(({ id }) => id === name);
    if (known) {
      packs.push(known);
      continue;
    }
    if (!name.endsWith(".json") && !name.includes(path.sep))
      return {
        outcome: "refused",
        because: `there is no pack "${name}"; there are ${knowledge.packs.map(({ id }) => id).join(", ")}, and the path of a JSON file is taken too`,
      };
    const pack = await readKnowledgeFile(name, ThresholdPack).catch((error: Error) => error);
    const problems = pack instanceof Error ? [pack.message] : problemsOfPack(pack, knowledge);
    if (pack instanceof Error || problems.length > 0)
      return { outcome: "refused", because: problems.join("\n") };
    packs.push(pack);
  }
  return { outcome: "chosen", knowledge: { ...knowledge, packs } };
}
