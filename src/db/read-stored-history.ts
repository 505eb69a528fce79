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
