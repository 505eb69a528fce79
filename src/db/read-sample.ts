import type { Knowledge } from "../domain/knowledge.ts";
import { sayDecision } from "../domain/say-decision.ts";
import { loadSamples } from "./load-samples.ts";
import type { Database } from "./open-database.ts";
import { readAnalyses } from "./read-analyses.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A sample as it stands, with its notice: what was decided about it and every threshold that it crossed. */
export async function readSample(db: Database, knowledge: Knowledge, organisationId: string, id: string) {
  if (!UUID.test(id)) return undefined;
  const row = await db
    .selectFrom("sample")
    .selectAll()
    .where("id", "=", id)
    .where("organisation_id", "=", organisationId)
    .executeTakeFirst();
  const [sample] = row ? await loadSamples(db, [id]) : [];
  if (!row || !sample) return undefined;
  const decision = await db
    .selectFrom("decision")
    .select(["action", "reason", "level", "alert_id", "decided_at"])
    .where("sample_id", "=", id)
    .where("sample_revision", "=", row.revision)
    .executeTakeFirst();
  const matches = await db
    .selectFrom("match")
    .select(["pack_id", "pack_version", "pack_status", "rule_id", "substance_id", "level", "grade", "reason"])
    .where("sample_id", "=", id)
    .where("sample_revision", "=", row.revision)
    .orderBy("pack_id")
    .orderBy("rule_id")
    .execute();
  return {
    id,
    revision: row.revision,
    sessionId: row.session_id,
    sampleCode: row.sample_code,
    area: row.area,
    receivedAt: row.received_at,
    resultAt: sample.resultAt,
    expectedSubstance: row.expected_name,
    expectedSubstanceId: row.expected_substance_id,
    form: row.form,
    appearance: { colour: row.colour, logo: row.logo, description: row.appearance },
    weightMg: row.weight_mg,
    collectedOn: row.collected_on,
    analyses: await readAnalyses(db, id),
    findings: sample.findings.map((finding) => ({
      ...finding,
      substanceName:
        finding.substanceId === undefined ? null : knowledge.catalogue.byId(finding.substanceId)?.name,
    })),
    /** Null until the sample has been matched; that takes a moment after it was received. */
    notice: decision
      ? {
          decision: decision.action,
          reason: decision.reason,
          explanation: sayDecision(decision.reason),
          level: decision.level,
          alertId: decision.alert_id,
          decidedAt: decision.decided_at,
          matches: matches.map((match) => ({
            packId: match.pack_id,
            packVersion: match.pack_version,
            thresholdAdopted: match.pack_status === "adopted",
            ruleId: match.rule_id,
            substanceId: match.substance_id,
            level: match.level,
            grade: match.grade,
            reason: match.reason,
          })),
          caveat:
            "One sample is one sample: what looks the same can hold something else. A result is not a promise of any kind.",
        }
      : null,
  };
}
