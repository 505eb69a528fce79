import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as z from "zod";
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
import { withOwn } from "./with-own.ts";
import { readKnowledgeFile } from "./read-knowledge-file.ts";

const SHIPPED_KNOWLEDGE = fileURLToPath(new URL("../../knowledge", import.meta.url));

/**
 * Reads substances, methods, areas, help lines and all threshold packs from a folder (by default the one that Tocsin ships), and
 * from an organisation's `own` folder whatever of these files it has; checks them, each alone and against each other. Throws
 * an error that lists what is wrong, where, and what would be right.
 */
export async function loadKnowledge(folder: string = SHIPPED_KNOWLEDGE, own?: string): Promise<Knowledge> {
  const file = (name: string): string =>
    own !== undefined && existsSync(join(own, name)) ? join(own, name) : join(folder, name);
  const read = async <Schema extends z.ZodType<{ version: string }>>(name: string, schema: Schema) => {
    const shipped = await readKnowledgeFile(join(folder, name), schema);
    const isOwn = file(name) !== join(folder, name);
    return withOwn(shipped, isOwn ? await readKnowledgeFile(file(name), schema) : undefined);
  };
  const substances = await read("substances.json", SubstanceFile);
  const methods = await read("methods.json", MethodFile);
  const areas = await read("areas.json", AreaFile);
  refuse(file("areas.json"), problemsOfAreas(areas.areas));
  refuse(file("substances.json"), problemsOfSubstances(substances.substances));
  const catalogue = inFile(file("substances.json"), () => new SubstanceCatalogue(substances));
  const known = {
    catalogue,
    methods: inFile(file("methods.json"), () => new MethodList(methods.methods)),
    areas: new AreaTree(areas.areas),
  };
  const { version, helpLines } = await read("help-lines.json", HelpLineFile);
  refuse(file("help-lines.json"), problemsOfHelpLines(helpLines, known.areas));
  const ownPacks =
    own !== undefined && existsSync(join(own, "packs")) ? await readPacks(join(own, "packs"), known) : [];
  const shippedPacks = await readPacks(join(folder, "packs"), known);
  const packs = [...new Map([...shippedPacks, ...ownPacks].map((pack) => [pack.id, pack])).values()];
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
