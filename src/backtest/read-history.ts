import { assessSample } from "../domain/assess-sample.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { AssessedSample } from "../domain/match.ts";
import { checkSample } from "../import/check-sample.ts";
import { columnsUsed } from "../import/columns-used.ts";
import { groupRows } from "../import/group-rows.ts";
import type { ImportProfile } from "../import/import-profile.ts";
import { openFindings } from "../import/open-findings.ts";
import { openRecords } from "../import/open-records.ts";

/** A sample of the past, with the code under which its service knows it. */
export interface HistoricSample extends AssessedSample {
  code: string;
}

export type History =
  | { outcome: "read"; samples: HistoricSample[]; rejected: number }
  | { outcome: "refused"; because: string };

/** Ids are made from the organisation's; a replay stores nothing and needs none of its own. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Reads a file by a mapping profile as an import would, and keeps it in memory: no database, no server. A code that comes twice counts once. */
export async function readHistory(
  knowledge: Knowledge,
  {
    file,
    profile,
    findingsFile,
  }: { file: string; profile: ImportProfile; findingsFile?: string | undefined },
  now: Date,
): Promise<History> {
  const findings = await openFindings(profile, file, findingsFile);
  if (findings.outcome === "refused") return findings;
  const wanted = columnsUsed(profile).filter((column) => !findings.header.includes(column));
  const records = await openRecords(file, profile.file, wanted);
  if (records.outcome === "refused") return records;
  const samples = new Map<string, HistoricSample>();
  let rejected = 0;
  for await (const group of groupRows(records.rows, profile, findings.bySample)) {
    const check = checkSample({ profile, organisationId: NOBODY, knowledge }, group, now);
    if (check.outcome === "rejected") rejected += group.rows.length;
    else if (!samples.has(group.code))
      samples.set(group.code, { ...assessSample(check.admitted, NOBODY, now), code: group.code });
  }
  return { outcome: "read", samples: [...samples.values()], rejected };
}
