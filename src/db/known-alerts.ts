import { sql } from "kysely";
import type { AlertState, MsgType } from "../domain/alert-state.ts";
import type { KnownAlert } from "../domain/decide-alert.ts";
import { knownAlert } from "../domain/known-alert.ts";
import type { Level } from "../domain/level.ts";
import type { Grade } from "../domain/method.ts";
import type { Database } from "./open-database.ts";

interface Row {
  id: string;
  group_key: string;
  substance_id: string;
  first_result_at: Date;
  last_result_at: Date;
  revision: number;
  state: AlertState;
  msg_type: MsgType;
  level: Level;
  grade: Grade;
  closed_at: Date | null;
  closed_by_person: boolean;
}

/** Every alert of each group, with where it stands. They stay locked until the transaction ends. */
export async function knownAlertsByGroup(
  db: Database,
  groupKeys: readonly string[],
  now: Date,
): Promise<Map<string, KnownAlert[]>> {
  const { rows } = await sql<Row>`
    select a.id, a.group_key, a.substance_id, a.first_result_at, a.last_result_at,
      r.revision, r.state, r.msg_type, r.level, r.closed_by is not null as closed_by_person, r.content::jsonb ->> 'grade' as grade, r.closed_at
    from alert a join alert_revision r on r.alert_id = a.id
    where a.group_key = any(${groupKeys}::text[])
    order by a.id, r.revision
    for update of a`.execute(db);
  const byAlert = Map.groupBy(rows, (row) => row.id);
  const known = new Map<string, KnownAlert[]>();
  for (const [alertId, revisions] of byAlert) {
    const [first] = revisions;
    if (!first) continue;
    const alert = {
      alertId,
      substanceId: first.substance_id,
      firstResultAt: first.first_result_at,
      lastResultAt: first.last_result_at,
    };
    const summaries = revisions.map((row) => ({
      revision: row.revision,
      state: row.state,
      msgType: row.msg_type,
      level: row.level,
      grade: row.grade,
      closedAt: row.closed_at ?? undefined,
      closedByPerson: row.closed_by_person,
    }));
    const one = knownAlert(alert, summaries, now);
    if (one) known.set(first.group_key, [...(known.get(first.group_key) ?? []), one]);
  }
  return known;
}

/** The alert that a sample is evidence of already, from an earlier revision of it. */
export interface OwnAlert {
  alertId: string;
  groupKey: string;
  substanceId: string;
}

export async function alertsOfSamples(
  db: Database,
  sampleIds: readonly string[],
): Promise<Map<string, OwnAlert>> {
  if (sampleIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("alert_sample as l")
    .innerJoin("alert as a", "a.id", "l.alert_id")
    .select(["l.sample_id", "a.id as alertId", "a.group_key as groupKey", "a.substance_id as substanceId"])
    .where("l.sample_id", "in", sampleIds)
    .orderBy("a.opened_at")
    .execute();
  return new Map(rows.map(({ sample_id, ...alert }) => [sample_id, alert]));
}
