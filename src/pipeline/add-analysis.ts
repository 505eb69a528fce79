import { earlierAnalysisHashes } from "../db/earlier-revisions.ts";
import { insertAnalyses } from "../db/insert-samples.ts";
import { type Analysis, MAX_ANALYSES } from "../domain/sample.ts";
import { admitAnalysis, bodyHash } from "./admit-sample.ts";
import type { RecordSamplesDeps } from "./record-samples.ts";
import { beginRevision, isTaken, keepConflict, lockSample, type RevisionOutcome } from "./revise-sample.ts";

/** A result that arrives later, for example the laboratory's confirmation. The sample is then matched again. */
export async function addAnalysis(
  deps: RecordSamplesDeps,
  organisationId: string,
  sampleId: string,
  analysis: Analysis,
): Promise<RevisionOutcome> {
  const { admitted, errors, unresolved } = admitAnalysis(analysis, deps.knowledge, deps.now());
  if (errors.length > 0) return { outcome: "refused", errors };
  const keepBoth = () =>
    keepConflict(deps.db, {
      organisationId,
      kind: "analysis",
      subjectId: analysis.id,
      body: analysis,
      bodyHash: admitted.bodyHash,
    });
  try {
    const outcome = await deps.db.transaction().execute(async (trx): Promise<RevisionOutcome> => {
      const sample = await lockSample(trx, organisationId, sampleId);
      if (!sample) return { outcome: "unknown-sample" };
      const known = await trx
        .selectFrom("analysis")
        .select(["id", "body_hash"])
        .where("sample_id", "=", sampleId)
        .execute();
      const received = [
        ...known.filter((one) => one.id === analysis.id).map((one) => one.body_hash),
        ...(await earlierAnalysisHashes(trx, sampleId, analysis.id)),
      ];
      if (received.length > 0)
        return received.some((hash) => hash.equals(admitted.bodyHash))
          ? { outcome: "already-received", id: analysis.id, revision: sample.revision, unresolved }
          : { outcome: "conflict", kind: "analysis" };
      if (known.length >= MAX_ANALYSES)
        return {
          outcome: "refused",
          errors: [{ pointer: "#", detail: `a sample takes at most ${MAX_ANALYSES} analyses` }],
        };
      await beginRevision(trx, sample, `analysis ${analysis.id} added`);
      await insertAnalyses(trx, sampleId, [admitted]);
      await trx
        .updateTable("sample")
        .set({
          revision: sample.revision + 1,
          // Says more than the body that was posted, so a correction back to that body is a change.
          body_hash: bodyHash([sample.body_hash.toString("hex"), admitted.bodyHash.toString("hex")]),
        })
        .where("id", "=", sampleId)
        .execute();
      return { outcome: "accepted", id: analysis.id, revision: sample.revision + 1, unresolved };
    });
    if (outcome.outcome === "conflict") await keepBoth();
    return outcome;
  } catch (error) {
    if (!isTaken(error)) throw error; // the id belongs to an analysis of another sample
    await keepBoth();
    return { outcome: "conflict", kind: "analysis" };
  }
}
