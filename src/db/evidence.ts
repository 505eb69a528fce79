import { sql } from "kysely";
import type { DraftEvidence } from "../domain/draft-content.ts";
import type { Match } from "../domain/match.ts";
import { loadSamples } from "./load-samples.ts";
import type { Database } from "./open-database.ts";

/** For each alert the samples behind it as they stand now, with the matches of that revision. */
export async function evidenceOf(
  db: Database,
  alertIds: readonly string[],
): Promise<Map<string, DraftEvidence[]>> {
  const links = await db
    .selectFrom("alert_sample")
    .select(["alert_id", "sample_id"])
    .where("alert_id", "in", alertIds)
    .execute();
  const samples = await loadSamples(db, [...new Set(links.map((link) => link.sample_id))]);
  const matches = await matchesOf(
    db,
    samples.map((sample) => sample.id),
  );
  const alertsOf = Map.groupBy(links, (link) => link.sample_id);
  const evidence = new Map<string, DraftEvidence[]>();
  for (const sample of samples)
    for (const { alert_id } of alertsOf.get(sample.id) ?? []) {
      const own = evidence.get(alert_id) ?? [];
      own.push({ sample, matches: matches.get(sample.id) ?? [] });
      evidence.set(alert_id, own);
    }
  return evidence;
}

/** The matches of each sample's current revision. */
export async function matchesOf(db: Database, sampleIds: readonly string[]): Promise<Map<string, Match[]>> {
  const { rows } = await sql<Match & { sampleId: string }>`
    select m.sample_id as "sampleId", pack_id as "packId", pack_version as "packVersion", pack_status as "packStatus",
      rule_id as "ruleId", rule_place as "rulePlace", kind, substance_id as "substanceId", level, grade, method_id as "methodId", inputs, reason
    from match m join sample s on s.id = m.sample_id and s.revision = m.sample_revision
    where m.sample_id = any(${sampleIds}::uuid[])
    order by pack_id, rule_id, substance_id`.execute(db);
  return Map.groupBy(rows, (row) => row.sampleId);
}

/** Takes samples off alerts that they no longer speak for; returns the alerts that lost one. */
export async function moveEvidence(
  db: Database,
  evidenceNow: ReadonlyMap<string, string | undefined>,
): Promise<string[]> {
  const rows = [...evidenceNow].map(([sample_id, alert_id]) => ({ sample_id, alert_id: alert_id ?? null }));
  const removed = await sql<{ alert_id: string }>`
    delete from alert_sample l
    using json_to_recordset(${JSON.stringify(rows)}::json) as now(sample_id uuid, alert_id uuid)
    where l.sample_id = now.sample_id and l.alert_id is distinct from now.alert_id
    returning l.alert_id`.execute(db);
  return [...new Set(removed.rows.map((row) => row.alert_id))];
}
