import { loadKnowledge } from "../src/knowledge/load-knowledge.ts";
import { benchMatching } from "./knowledge-matching.ts";
import { resolveRealNames } from "./knowledge-names.ts";
import { replayRealFiles } from "./knowledge-replay.ts";
import { knowledgeReport } from "./knowledge-report.ts";
import type { Report } from "./run.ts";

/** How fast samples are matched, how many names of real services are understood, and what their results would have come to. Takes a few seconds and needs no server. */
export async function benchKnowledge(progress: (line: string) => void): Promise<Report> {
  const knowledge = await loadKnowledge();
  progress("Matching one sample again and again …");
  const matching = benchMatching(knowledge);
  progress("Looking up the names that real services use …");
  const names = await resolveRealNames(knowledge.catalogue);
  progress("Replaying real results day by day …");
  return knowledgeReport(matching, names, await replayRealFiles(knowledge));
}
