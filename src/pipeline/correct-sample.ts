import { wasMadeBy } from "../db/earlier-revisions.ts";
import { insertAnalyses } from "../db/insert-samples.ts";
import type { Sample, SampleCorrection } from "../domain/sample.ts";
import { admitSample, bodyHash } from "./admit-sample.ts";
import type { RecordSamplesDeps } from "./record-samples.ts";
import { beginRevision, isTaken, keepConflict, lockSample, type RevisionOutcome } from "./revise-sample.ts";

/**
 * Replaces what a sample says by a new revision; what it said before is kept with the reason. The same correction sent twice
 * changes nothing, and one of an earlier revision is kept for a person: it may not know a result that came since. The sample is then matched again, and alerts that no longer rest on it are brought to a reviewer.
 */
export async function correctSample(
  deps: RecordSamplesDeps,
  organisationId: string,
  sampleId: string,
  correction: SampleCorrection,
): Promise<RevisionOutcome> {
  const { reason, revision, ...described } = correction;
  const body: Sample = { id: sampleId, ...described };
  const session = await deps.db
    .selectFrom("session")
    .select("area")
    .where("id", "=", body.sessionId)
    .where("organisation_id", "=", organisationId)
    .executeTakeFirst();
  if (!session)
    return {
      outcome: "refused",
      errors: [{ pointer: "#/sessionId", detail: "no such session in your organisation" }],
    };
  const admission = admitSample(body, session.area, deps.knowledge, deps.now());
  if (admission.outcome === "refused") return admission;
  const sample = admission.value;
  try {
    return await deps.db.transaction().execute(async (trx): Promise<RevisionOutcome> => {
      const known = await lockSample(trx, organisationId, sampleId);
      if (!known) return { outcome: "unknown-sample" };
      const { unresolved } = sample;
      if (
        known.body_hash.equals(sample.bodyHash) ||
        (await wasMadeBy(trx, sampleId, { revision, bodyHash: sample.bodyHash, reason }))
      )
        return { outcome: "already-received", id: sampleId, revision: known.revision, unresolved };
      if (known.revision !== revision) {
        await keepConflict(trx, {
          organisationId,
          kind: "sample",
          subjectId: sampleId,
          body: correction,
          bodyHash: bodyHash(correction),
        });
        return { outcome: "revision-conflict", revision: known.revision };
      }
      await beginRevision(trx, known, reason);
      await trx.deleteFrom("analysis").where("sample_id", "=", sampleId).execute();
      await trx
        .updateTable("sample")
        .set({
          revision: known.revision + 1,
          body_hash: sample.bodyHash,
          session_id: sample.sessionId,
          sample_code: sample.sampleCode,
          area: sample.area,
          expected_name: sample.expectedSubstance ?? null,
          expected_substance_id: sample.expectedSubstanceId,
          form: sample.form,
          colour: sample.appearance?.colour ?? null,
          logo: sample.appearance?.logo ?? null,
          appearance: sample.appearance?.description ?? null,
          weight_mg: sample.weightMg ?? null,
          collected_on: sample.collectedOn ?? null,
        })
        .where("id", "=", sampleId)
        .execute();
      if (sample.analyses.length > 0) await insertAnalyses(trx, sampleId, sample.analyses);
      return { outcome: "accepted", id: sampleId, revision: known.revision + 1, unresolved };
    });
  } catch (error) {
    if (!isTaken(error)) throw error;
    const kind = String((error as { constraint?: unknown }).constraint).startsWith("sample_")
      ? "sample-code"
      : "analysis";
    await keepConflict(deps.db, {
      organisationId,
      kind,
      subjectId: sampleId,
      body: correction,
      bodyHash: sample.bodyHash,
    });
    return { outcome: "conflict", kind };
  }
}
