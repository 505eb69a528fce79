import { sql } from "kysely";
import type { Database } from "./open-database.ts";

/** Whether this very correction replaced the revision that it names: a late repeat of it must not undo what came after. */
export async function wasMadeBy(
  db: Database,
  sampleId: string,
  correction: { revision: number; bodyHash: Buffer; reason: string },
): Promise<boolean> {
  const made = await db
    .selectFrom("sample_revision as before")
    .innerJoin("sample_revision as after", (join) =>
      join
        .onRef("after.sample_id", "=", "before.sample_id")
        .on("after.revision", "=", sql<number>`before.revision + 1`),
    )
    .select("before.revision")
    .where("before.sample_id", "=", sampleId)
    .where("before.revision", "=", correction.revision)
    .where("before.reason", "=", correction.reason)
    .where("after.body_hash", "=", correction.bodyHash)
    .executeTakeFirst();
  return made !== undefined;
}

/** What an analysis said in earlier revisions of its sample, before corrections changed or removed it, as hashes of its body. */
export async function earlierAnalysisHashes(
  db: Database,
  sampleId: string,
  analysisId: string,
): Promise<Buffer[]> {
  const { rows } = await sql<{ hash: string }>`
    select distinct analysis ->> 'body_hash' as hash
    from sample_revision, jsonb_array_elements(body -> 'analyses') analysis
    where sample_id = ${sampleId} and analysis ->> 'id' = ${analysisId}`.execute(db);
  return rows.map(({ hash }) => Buffer.from(hash.slice("\\x".length), "hex"));
}
