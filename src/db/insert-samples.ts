import { sql } from "kysely";
import type { AdmittedAnalysis, AdmittedSample } from "../domain/admitted-sample.ts";
import type { Database } from "./open-database.ts";

const findingRows = (analyses: readonly AdmittedAnalysis[]) =>
  analyses.flatMap((analysis) =>
    analysis.findings.map(({ substance, substanceId, presence, abundance, amount }, position) => ({
      analysis_id: analysis.id,
      position,
      name: substance,
      substance_id: substanceId,
      presence,
      abundance,
      amount_kind: amount?.kind,
      amount_value: amount?.value,
      amount_unit: amount && (amount.kind === "dose" ? amount.unit : "%"),
      basis: amount?.basis,
      uncertainty: amount?.uncertainty,
      estimated: amount?.estimated,
    })),
  );

const analysisRows = (sampleId: string, analyses: readonly AdmittedAnalysis[]) =>
  analyses.map(({ id, methodId, analysedAt, bodyHash }) => ({
    id,
    sample_id: sampleId,
    method_id: methodId,
    analysed_at: analysedAt,
    body_hash: `\\x${bodyHash.toString("hex")}`,
  }));

const sampleRow = (sample: AdmittedSample) => ({
  id: sample.id,
  session_id: sample.sessionId,
  sample_code: sample.sampleCode,
  body_hash: `\\x${sample.bodyHash.toString("hex")}`,
  area: sample.area,
  expected_name: sample.expectedSubstance,
  expected_substance_id: sample.expectedSubstanceId,
  form: sample.form,
  colour: sample.appearance?.colour,
  logo: sample.appearance?.logo,
  appearance: sample.appearance?.description,
  weight_mg: sample.weightMg,
  collected_on: sample.collectedOn,
});

const ANALYSIS = sql.raw("id uuid, sample_id uuid, method_id text, analysed_at timestamptz, body_hash bytea");
const FINDING = sql.raw(
  "analysis_id uuid, position smallint, name text, substance_id text, presence text, abundance text, amount_kind text, amount_value float8, amount_unit text, basis text, uncertainty float8, estimated boolean",
);
const SAMPLE = sql.raw(
  "id uuid, session_id uuid, sample_code text, body_hash bytea, area text, expected_name text, expected_substance_id text, form text, colour text, logo text, appearance text, weight_mg float8, collected_on date",
);

/**
 * Samples, analyses, findings and one outbox event each, in one statement and so in one commit. Returns the ids that were
 * new; a sample whose id or code is taken is left out whole. `samples` holds each id once.
 * Fails with a unique violation (23505) when an analysis id is taken.
 */
export async function insertSamples(
  db: Database,
  organisationId: string,
  samples: readonly AdmittedSample[],
): Promise<Set<string>> {
  const analyses = samples.flatMap((sample) => analysisRows(sample.id, sample.analyses));
  const findings = samples.flatMap((sample) => findingRows(sample.analyses));
  const { rows } = await sql<{ id: string }>`
    with new_sample as (
      insert into sample (id, organisation_id, session_id, sample_code, body_hash, area, expected_name,
        expected_substance_id, form, colour, logo, appearance, weight_mg, collected_on)
      select id, ${organisationId}::uuid, session_id, sample_code, body_hash, area, expected_name,
        expected_substance_id, form, colour, logo, appearance, weight_mg, collected_on
      from json_to_recordset(${JSON.stringify(samples.map(sampleRow))}::json) as s(${SAMPLE})
      on conflict do nothing
      returning id
    ), new_analysis as (
      insert into analysis (id, sample_id, method_id, analysed_at, body_hash)
      select a.id, a.sample_id, a.method_id, a.analysed_at, a.body_hash
      from json_to_recordset(${JSON.stringify(analyses)}::json) as a(${ANALYSIS})
      join new_sample on new_sample.id = a.sample_id
      returning id
    ), new_finding as (
      insert into finding
      select f.* from json_to_recordset(${JSON.stringify(findings)}::json) as f(${FINDING})
      join new_analysis on new_analysis.id = f.analysis_id
    ), new_event as (
      insert into outbox (topic, subject_id, subject_revision) select 'sample-changed', id, 1 from new_sample
    )
    select id from new_sample`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** One more analysis for a sample that exists; part of the caller's transaction. */
export async function insertAnalyses(
  db: Database,
  sampleId: string,
  analyses: readonly AdmittedAnalysis[],
): Promise<void> {
  await sql`
    insert into analysis (id, sample_id, method_id, analysed_at, body_hash)
    select * from json_to_recordset(${JSON.stringify(analysisRows(sampleId, analyses))}::json) as a(${ANALYSIS})`.execute(
    db,
  );
  await sql`
    insert into finding select * from json_to_recordset(${JSON.stringify(findingRows(analyses))}::json) as f(${FINDING})`.execute(
    db,
  );
}
