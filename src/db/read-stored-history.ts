import type { AssessedSample } from "../domain/match.ts";
import { loadSamples } from "./load-samples.ts";
import type { Database } from "./open-database.ts";

const SAMPLES_AT_ONCE = 2_000;

/** Every sample there is, as it stands now, with the code under which its service knows it. */
export async function readStoredHistory(db: Database): Promise<(AssessedSample & { code: string })[]> {
  const rows = await db.selectFrom("sample").select(["id", "sample_code"]).orderBy("id").execute();
  const codes = new Map(rows.map(({ id, sample_code }) => [id, sample_code]));
  const samples: (AssessedSample & { code: string })[] = [];
  for (let start = 0; start < rows.length; start += SAMPLES_AT_ONCE) {
    const ids = rows.slice(start, start + SAMPLES_AT_ONCE).map(({ id }) => id);
    for (const sample of await loadSamples(db, ids))
      samples.push({ ...sample, code: codes.get(sample.id) ?? sample.id });
  }
  return samples;
}

/** Why a person rejected the draft behind a sample, by sample code: what thresholds are tried on should not be drafted again. */
export async function readRejections(db: Database): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("alert_revision as r")
    .innerJoin("alert_sample as l", "l.alert_id", "r.alert_id")
    .innerJoin("sample as s", "s.id", "l.sample_id")
    .select(["s.sample_code", "r.closed_reason"])
    .where("r.state", "=", "discarded")
    .where("r.msg_type", "=", "Alert")
    .where("r.closed_by", "is not", null)
    .orderBy("r.closed_at")
    .execute();
  return new Map(rows.map((row) => [row.sample_code, row.closed_reason ?? ""]));
}
