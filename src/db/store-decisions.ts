import { sql } from "kysely";
import { groupOf } from "../domain/alert-group.ts";
import type { RoundDecision } from "../domain/decide-alert.ts";
import { type AssessedSample, highestLevel, type Match } from "../domain/match.ts";
import type { Database } from "./open-database.ts";

interface Decided {
  sample: AssessedSample;
  matches: readonly Match[];
  decision: RoundDecision;
}

/** Every threshold crossed, with the version of its pack and the numbers compared. Storing the same again changes nothing. */
export async function insertMatches(db: Database, decided: readonly Decided[]): Promise<void> {
  const rows = decided.flatMap(({ sample, matches }) =>
    matches.map((match) => ({
      sample_id: sample.id,
      sample_revision: sample.revision,
      pack_id: match.packId,
      pack_version: match.packVersion,
      pack_status: match.packStatus,
      rule_id: match.ruleId,
      rule_place: match.rulePlace,
      kind: match.kind,
      substance_id: match.substanceId,
      level: match.level,
      grade: match.grade,
      method_id: match.methodId,
      inputs: match.inputs,
      reason: match.reason,
    })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into match (sample_id, sample_revision, pack_id, pack_version, pack_status, rule_id, rule_place, kind, substance_id, level,
      grade, method_id, inputs, reason)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as m(
      sample_id uuid, sample_revision int, pack_id text, pack_version text, pack_status text, rule_id text, rule_place int, kind text,
      substance_id text, level text, grade text, method_id text, inputs jsonb, reason text)
    on conflict do nothing`.execute(db);
}

/** What was decided about each sample revision, and why. */
export async function insertDecisions(db: Database, decided: readonly Decided[]): Promise<void> {
  const rows = decided.map(({ sample, matches, decision }) => ({
    sample_id: sample.id,
    sample_revision: sample.revision,
    action: decision.action,
    reason: decision.reason,
    level: "level" in decision ? decision.level : null,
    alert_id: "alertId" in decision ? decision.alertId : null,
    group_key: groupOf(sample, matches) ?? null,
    result_at: sample.resultAt,
    own_level: highestLevel(matches),
  }));
  if (rows.length === 0) return;
  await sql`
    insert into decision (sample_id, sample_revision, action, reason, level, alert_id, group_key, result_at, own_level)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as d(
      sample_id uuid, sample_revision int, action text, reason text, level text, alert_id uuid, group_key text, result_at timestamptz, own_level text)
    on conflict do nothing`.execute(db);
}
