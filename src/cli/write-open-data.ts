import { writeOpenData } from "../pipeline/write-open-data.ts";
import { commandSite } from "./command-site.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin open-data write`: a new edition at once, not only at night. */
export async function writeOpenDataCommand({
  db,
  loadKnowledge,
  config,
  now,
}: CommandDeps): Promise<CommandOutcome> {
  const { openData } = config;
  const knowledge = await loadKnowledge();
  const written = await writeOpenData({ db, knowledge, site: commandSite(config), openData, now });
  if (written.outcome !== "written")
    return {
      outcome: "refused",
      because:
        "Open data is off here. Set TOCSIN_OPEN_DATA=yes to publish results as tables; docs/open-data.md says what is published and what is not.",
    };
  const { checked, samples, findings } = written;
  const words = `Open data written: ${samples} of ${checked} settled samples and ${findings} findings. The others belong to cells that are too small to be told.`;
  return { outcome: "done", words, json: { checked, samples, findings } };
}
