import { sql } from "kysely";
import type { Alike } from "../domain/cluster.ts";
import { CLUSTER_DAYS } from "../domain/cluster.ts";
import type { AssessedSample } from "../domain/match.ts";
import type { Database } from "./open-database.ts";

/** By group: the samples decided before that speak of the same, near enough in time to make a cluster with any of `samples`. */
export async function samplesAlike(
  db: Database,
  groupKeys: readonly string[],
  samples: readonly AssessedSample[],
): Promise<Map<string, Alike[]>> {
  if (groupKeys.length === 0) return new Map();
  const times = samples.map(({ resultAt }) => resultAt.getTime());
  const { rows } = await sql<Alike & { group_key: string }>`
    select d.group_key, s.id, s.organisation_id as "organisationId", d.result_at as "resultAt", d.own_level as "ownLevel"
    from decision d join sample s on s.id = d.sample_id and s.revision = d.sample_revision
    where d.group_key = any(${groupKeys}::text[])
      and d.result_at between ${new Date(Math.min(...times))}::timestamptz - make_interval(days => ${CLUSTER_DAYS})
        and ${new Date(Math.max(...times))}::timestamptz + make_interval(days => ${CLUSTER_DAYS})`.execute(
    db,
  );
  return Map.groupBy(rows, (row) => row.group_key);
}
