import { sql } from "kysely";
import { type Alike, CLUSTER_DAYS } from "../domain/cluster.ts";
import type { AssessedSample } from "../domain/match.ts";
import type { Database } from "./open-database.ts";

/** More of them change nothing: three make a cluster. */
const MOST_ALIKE = 200;

/**
 * By group: the samples decided before that speak of the same, near enough in time to make a cluster with any of `samples`;
 * of very many the newest.
 */
export async function samplesAlike(
  db: Database,
  groupKeys: readonly string[],
  samples: readonly AssessedSample[],
): Promise<Map<string, Alike[]>> {
  if (groupKeys.length === 0) return new Map();
  const times = samples.map(({ resultAt }) => resultAt.getTime());
  const { rows } = await sql<Alike & { group_key: string }>`
    select wanted.group_key, near.id, near.organisation_id as "organisationId", near.result_at as "resultAt",
      near.own_level as "ownLevel"
    from unnest(${groupKeys}::text[]) as wanted(group_key)
    cross join lateral (
      select s.id, s.organisation_id, d.result_at, d.own_level
      from decision d join sample s on s.id = d.sample_id and s.revision = d.sample_revision
      where d.group_key = wanted.group_key
        and d.result_at between ${new Date(Math.min(...times))}::timestamptz - make_interval(days => ${CLUSTER_DAYS})
          and ${new Date(Math.max(...times))}::timestamptz + make_interval(days => ${CLUSTER_DAYS})
      order by d.result_at desc
      limit ${MOST_ALIKE}) near`.execute(db);
  return Map.groupBy(rows, (row) => row.group_key);
}
