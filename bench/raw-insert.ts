import type { Pool } from "pg";
import type { AdmittedSample } from "../src/domain/admitted-sample.ts";

/** One table's rows as the parameters of one plain `insert … values (…),(…)`. */
interface Insert {
  sql: string;
  parameters: unknown[];
}

/** What goes into the four tables for these samples: the same rows, columns and values as the product writes. */
export function rawInserts(organisationId: string, samples: readonly AdmittedSample[]): Insert[] {
  const analyses = samples.flatMap((sample) => sample.analyses.map((analysis) => ({ sample, analysis })));
  const enqueuedAt = new Date();
  return [
    insert(
      "sample (id, organisation_id, session_id, sample_code, body_hash, area, expected_name, expected_substance_id, form, colour, logo, appearance, weight_mg, collected_on)",
      samples.map((s) => [
        s.id,
        organisationId,
        s.sessionId,
        s.sampleCode,
        s.bodyHash,
        s.area,
        s.expectedSubstance,
        s.expectedSubstanceId,
        s.form,
        s.appearance?.colour,
        s.appearance?.logo,
        s.appearance?.description,
        s.weightMg,
        s.collectedOn,
      ]),
    ),
    insert(
      "analysis (id, sample_id, method_id, analysed_at, body_hash)",
      analyses.map(({ sample, analysis: a }) => [a.id, sample.id, a.methodId, a.analysedAt, a.bodyHash]),
    ),
    insert(
      "finding (analysis_id, position, name, substance_id, presence, abundance, amount_kind, amount_value, amount_unit, basis, uncertainty, estimated)",
      analyses.flatMap(({ analysis }) =>
        analysis.findings.map(({ substance, substanceId, presence, abundance, amount }, position) => [
          analysis.id,
          position,
          substance,
          substanceId,
          presence,
          abundance,
          amount?.kind,
          amount?.value,
          amount && (amount.kind === "dose" ? amount.unit : "%"),
          amount?.basis,
          amount?.uncertainty,
          amount?.estimated,
        ]),
      ),
    ),
    // Marked as passed on, so that no worker matches these rows while the raw insert is being timed.
    insert(
      "outbox (topic, subject_id, subject_revision, enqueued_at)",
      samples.map((s) => ["sample-changed", s.id, 1, enqueuedAt]),
    ),
  ];
}

function insert(into: string, rows: readonly unknown[][]): Insert {
  const width = rows[0]?.length ?? 0;
  const parameters = rows.flat();
  const placeholders = parameters.map((_, index) => `$${index + 1}`);
  const values = rows.map((_, row) => `(${placeholders.slice(row * width, (row + 1) * width).join(",")})`);
  return { sql: `insert into ${into} values ${values.join(",")}`, parameters };
}

/** Runs the inserts of one chunk in one transaction. */
export async function insertRaw(pool: Pool, inserts: readonly Insert[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    for (const { sql, parameters } of inserts) await client.query(sql, parameters);
    await client.query("commit");
  } finally {
    client.release();
  }
}
