import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AreaFile, AreaTree } from "../domain/area.ts";
import { HelpLineFile } from "../domain/help-line.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { MethodFile } from "../domain/method.ts";
import { MethodList } from "../domain/method-list.ts";
import { SubstanceFile } from "../domain/substance.ts";
import { SubstanceCatalogue } from "../domain/substance-catalogue.ts";
import { ThresholdPack } from "../domain/threshold-pack.ts";
import { problemsOfAreas } from "./check-areas.ts";
import { problemsOfHelpLines } from "./check-help-lines.ts";
import { problemsOfPack } from "./check-pack.ts";
import { problemsOfSubstances } from "./check-substances.ts";
import { readKnowledgeFile } from "./read-knowledge-file.ts";

const SHIPPED_KNOWLEDGE = fileURLToPath(new URL("../../knowledge", import.meta.url));

/**
 * Reads substances, methods, areas, help lines and all threshold packs from a folder (by default the one that Tocsin ships) and checks
 * them, each alone and against each other. Throws an error that lists what is wrong, where, and what would be right.
 */
export async function loadKnowledge(folder: string = SHIPPED_KNOWLEDGE): Promise<Knowledge> {
  const file = (name: string): string => join(folder, name);
  const substances = await readKnowledgeFile(file("substances.json"), SubstanceFile);
  const methods = await readKnowledgeFile(file("methods.json"), MethodFile);
  const areas = await readKnowledgeFile(file("areas.json"), AreaFile);
  refuse(file("areas.json"), problemsOfAreas(areas.areas));
  refuse(file("substances.json"), problemsOfSubstances(substances.substances));
  const catalogue = inFile(file("substances.json"), () => new SubstanceCatalogue(substances));
  const known = {
    catalogue,
    methods: inFile(file("methods.json"), () => new MethodList(methods.methods)),
    areas: new AreaTree(areas.areas),
  };
  const { version, helpLines } = await readKnowledgeFile(file("help-lines.json"), HelpLineFile);
  refuse(file("help-lines.json"), problemsOfHelpLines(helpLines, known.areas));
  const packs = await readPacks(file("packs"), known);
  return {
    ...known,
    packs,
    helpLines,
    versions: {
      substances: substances.version,
      methods: methods.version,
      areas: areas.version,
      "help-lines": version,
      ...Object.fromEntries(packs.map((pack) => [pack.id, pack.version])),
    },
  };
}

async function readPacks(
  folder: string,
  known: Pick<Knowledge, "catalogue" | "methods" | "areas">,
): Promise<ThresholdPack[]> {
  const packs: ThresholdPack[] = [];
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  for (const name of names) {
    const file = join(folder, name);
    const pack = await readKnowledgeFile(file, ThresholdPack);
    if (name !== `${pack.id}.json`)
      refuse(file, [`the id is "${pack.id}"; name the file ${pack.id}.json or change the id`]);
    refuse(file, problemsOfPack(pack, known));
    packs.push(pack);
  }
  return packs;
}

function inFile<Part>(file: string, build: () => Part): Part {
  try {
    return build();
  } catch (error) {
    const problems = error instanceof Error ? error.message.split("\n") : [String(error)];
    throw new Error(listed(file, problems), { cause: error });
  }
}

function refuse(file: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(listed(file, problems));
}

const listed = (file: string, problems: readonly string[]): string =>
  problems.map((problem) => `${file}: ${problem}`).join("\n");
