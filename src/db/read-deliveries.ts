import { sql } from "kysely";
import { DELIVERY_STATES, type DeliveryState } from "../domain/delivery-state.ts";
import type { Database } from "./open-database.ts";

export type DeliveryCounts = Record<DeliveryState, number>;

/** What became of one revision. `intended` is counted as deliveries are written, the states as they stand: they must agree. */
export interface RevisionDeliveries extends DeliveryCounts {
  revision: number;
  startedAt: Date;
  /** Undefined while subscriptions are still being asked. */
  expandedAt: Date | undefined;
  stopped: { at: Date; because: string } | undefined;
  intended: number;
  firstAcceptedAt: Date | undefined;
  lastAcceptedAt: Date | undefined;
  pushServices: ({ name: string } & DeliveryCounts)[];
}

interface FanOutRow {
  id: number;
  revision: number;
  started_at: Date;
  expanded_at: Date | null;
  stopped_at: Date | null;
  stopped_because: string | null;
  intended: number;
  first_accepted_at: Date | null;
  last_accepted_at: Date | null;
  states: { name: string; state: DeliveryState; count: number }[];
}

/** Every revision of an alert that was fanned out, newest first; all of it seen at one instant. */
export async function readDeliveries(db: Database, alertId: string): Promise<RevisionDeliveries[]> {
  const { rows } = await sql<FanOutRow>`
    select f.id, f.revision, f.started_at, f.expanded_at, f.stopped_at, f.stopped_because, f.intended,
      (select min(first_accepted_at) from fan_out_service where fan_out_id = f.id) as first_accepted_at,
      (select max(last_accepted_at) from fan_out_service where fan_out_id = f.id) as last_accepted_at,
      coalesce((select json_agg(json_build_object('name', p.name, 'state', d.state, 'count', d.count))
        from (
          select push_service_id, state, count(*) from delivery where fan_out_id = f.id group by 1, 2
          union all
          select push_service_id, 'pending', sum(cardinality(untried)) from delivery_chunk where fan_out_id = f.id group by 1) d
        join push_service p on p.id = d.push_service_id), '[]') as states
    from fan_out f where f.alert_id = ${alertId}
    order by f.revision desc`.execute(db);
  return rows.map((row) => ({
    revision: row.revision,
    startedAt: row.started_at,
    expandedAt: row.expanded_at ?? undefined,
    stopped: row.stopped_at ? { at: row.stopped_at, because: row.stopped_because ?? "" } : undefined,
    intended: row.intended,
    ...countsOf(row.states),
    firstAcceptedAt: row.first_accepted_at ?? undefined,
    lastAcceptedAt: row.last_accepted_at ?? undefined,
    pushServices: [...Map.groupBy(row.states, ({ name }) => name)].map(([name, states]) => ({
      name,
      ...countsOf(states),
    })),
  }));
}

const countsOf = (rows: readonly { state: DeliveryState; count: number }[]): DeliveryCounts =>
  Object.fromEntries(
    DELIVERY_STATES.map((state) => [
      state,
      rows.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0),
    ]),
  ) as DeliveryCounts;
