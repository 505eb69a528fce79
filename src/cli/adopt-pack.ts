import { adoptPack } from "../db/adopt-pack.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin pack adopt NAME --by WHO`: drafts that rest on the pack are no longer marked as resting on proposed thresholds. */
export async function adoptPackCommand(
  { db, loadKnowledge }: CommandDeps,
  name: string,
  { by }: { by: string },
): Promise<CommandOutcome> {
  const knowledge = await loadKnowledge();
  const pack = knowledge.packs.find(({ id }) => id === name);
  if (!pack)
    return {
      outcome: "refused",
      because: `There is no pack ${name}; there are ${knowledge.packs.map(({ id }) => id).join(", ")}`,
    };
  if (by.trim() === "") return { outcome: "refused", because: "Say with --by who decided it." };
  const { id, version } = pack;
  const outcome = pack.status === "adopted" ? "was-adopted" : await adoptPack(db, pack, by.trim());
  const words =
    outcome === "adopted"
      ? `${id} ${version} is adopted. A running server takes it up at its next start.`
      : `${id} ${version} was adopted already.`;
  return { outcome: "done", words, json: { id, version, outcome } };
}
