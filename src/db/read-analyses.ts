import { sql } from "kysely";
import type { Analysis } from "../domain/sample.ts";
import { amountOf, type FindingRow } from "./load-samples.ts";
import type { Database } from "./open-database.ts";

/** The analyses of a sample as they stand, oldest first, in the shape in which they are sent: a correction starts from them. */
export async function readAnalyses(db: Database, sampleId: string): Promise<Analysis[]> {
  const { rows } = await sql<FindingRow & { analysis_id: string; analysed_at: Date }>`
    select a.method_id, a.analysed_at, f.*
    from analysis a join finding f on f.analysis_id = a.id
    where a.sample_id = ${sampleId}
    order by a.analysed_at, a.id, f.position`.execute(db);
  return [...Map.groupBy(rows, (row) => row.analysis_id)].flatMap(([id, own]): Analysis[] => {
    const [first] = own;
    if (!first) return [];
    const findings = own.map((row) => ({
      substance: row.name,
      presence: row.presence,
      abundance: row.abundance ?? undefined,
      amount: amountOf(row),
    }));
    return [{ id, method: first.method_id, analysedAt: first.analysed_at, findings }];
  });
}
