import { sql } from "kysely";
import type { Database } from "../db/open-database.ts";

/** A range of deliveries of one revision to one push service, in one worker's hands until `leaseUntil`. */
export interface Claim {
  fanOutId: number;
  pushServiceId: number;
  first: number;
  last: number;
  /** The fencing token: results are written only while no later claim has been made. */
  claims: number;
  alertId: string;
  revision: number;
  level: number;
  /** Those of `deliveries` that nothing has been sent to. */
  untried: number[];
  deliveries: ClaimedDelivery[];
}

export interface ClaimedDelivery {
  subscription: number;
  attempts: number;
  /** When it was first intended, or asked for again. */
  begunAt: Date;
  /** Null when the subscription was deleted or has ended. */
  to: Destination | null;
}

export interface Destination {
  subscriptionId: string;
  channel: "web-push" | "webhook";
  addressSealed: Buffer;
  vapidKeyId: string | null;
  language: string;
  quiet: { from: number; to: number; timeZone: string; below: number } | null;
}

type Row = Omit<Destination, "subscriptionId" | "quiet"> & {
  subscription: number;
  attempts: number;
  begunAt: Date;
  id: string | null;
  quietFrom: number | null;
  quietTo: number | null;
  quietBelow: number | null;
  timeZone: string | null;
};

/**
 * Takes the most urgent chunk that is due at a push service, of a revision that still holds; undefined when there is none.
 * The lease lets others take it when this worker dies; one that only slept too long finds a newer claim and writes nothing.
 */
export async function claimChunk(
  db: Database,
  pushServiceId: number,
  leaseSeconds: number,
): Promise<Claim | undefined> {
  const { rows } = await sql<Omit<Claim, "deliveries">>`
    with due as (
      select c.fan_out_id, c.first, f.alert_id, f.revision
      from delivery_chunk c
      join fan_out f on f.id = c.fan_out_id and f.stopped_at is null
      join alert_revision r on r.alert_id = f.alert_id and r.revision = f.revision and r.state = 'published' and r.expires_at > now()
      where c.push_service_id = ${pushServiceId} and c.due_at <= now() and (c.lease_until is null or c.lease_until <= now())
      order by c.level desc, c.due_at limit 1
      for update of c skip locked for key share of f
    )
    update delivery_chunk c
    set claims = c.claims + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
    from due
    where c.fan_out_id = due.fan_out_id and c.push_service_id = ${pushServiceId} and c.first = due.first
    returning c.fan_out_id as "fanOutId", c.push_service_id as "pushServiceId", c.first, c.last, c.untried, c.claims, c.level,
      due.alert_id as "alertId", due.revision`.execute(db);
  const [claim] = rows;
  return claim && { ...claim, deliveries: await dueDeliveries(db, claim) };
}

async function dueDeliveries(
  db: Database,
  { fanOutId, pushServiceId, first, last, untried }: Omit<Claim, "deliveries">,
): Promise<ClaimedDelivery[]> {
  const { rows } = await sql<Row>`
    select d.subscription, d.attempts, coalesce(d.replayed_at, f.started_at) as "begunAt", s.id, s.channel, s.address_sealed as "addressSealed", s.vapid_key_id as "vapidKeyId", s.language,
      s.quiet_from as "quietFrom", s.quiet_to as "quietTo", s.quiet_below as "quietBelow", s.time_zone as "timeZone"
    from (
      select unnest(${untried}::int[]) as subscription, 0 as attempts, null::timestamptz as replayed_at
      union all
      select subscription, attempts, replayed_at from delivery
      where fan_out_id = ${fanOutId} and push_service_id = ${pushServiceId} and subscription between ${first} and ${last}
        and due_at <= now()
    ) d
    join fan_out f on f.id = ${fanOutId}
    left join subscription s on s.number = d.subscription and s.ended_at is null and s.confirmed_at is not null`.execute(
    db,
  );
  return rows.map(
    ({ subscription, attempts, begunAt, id, quietFrom, quietTo, quietBelow, timeZone, ...to }) => ({
      subscription,
      attempts,
      begunAt,
      to:
        id === null
          ? null
          : { ...to, subscriptionId: id, quiet: quietOf(quietFrom, quietTo, quietBelow, timeZone) },
    }),
  );
}

const quietOf = (
  from: number | null,
  to: number | null,
  below: number | null,
  timeZone: string | null,
): Destination["quiet"] =>
  from === null || to === null || below === null || timeZone === null ? null : { from, to, below, timeZone };
