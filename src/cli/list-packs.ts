import { layOutTable } from "../lay-out-table.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin pack list`: every threshold pack with its version and whether it is adopted here. */
export async function listPacksCommand({ loadKnowledge }: CommandDeps): Promise<CommandOutcome> {
  const knowledge = await loadKnowledge();
  const packs = knowledge.packs.map(({ id, version, status, title, thresholds }) => ({
    id,
    version,
    status,
    thresholds: thresholds.length,
    title,
  }));
  const words = layOutTable(
    ["pack", "version", "status", "thresholds", "title"],
    packs.map((pack) => [pack.id, pack.version, pack.status, String(pack.thresholds), pack.title]),
  );
  return { outcome: "done", words, json: packs };
}
