import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "../db/open-database.ts";

/** Rows claimed, sent and written back together. */
export const DELIVERIES_A_CHUNK = 200;

export interface ClaimedDelivery {
  subscriptionId: string;
  attempts: number;
  channel: "web-push" | "webhook";
  endpointEncrypted: Buffer;
  keysEncrypted: Buffer;
  vapidKeyId: string | null;
  language: string;
}

export interface Claim {
  leaseId: string;
  deliveries: ClaimedDelivery[];
}

/**
 * Takes a chunk of due deliveries of a revision that is still the published one. The lease fences: results are written only
 * for rows that still carry its id, so a worker that slept too long cannot overwrite what another did meanwhile.
 */
export async function claimDeliveries(
  db: Database,
  alertId: string,
  revision: number,
  leaseSeconds: number,
): Promise<Claim> {
  const leaseId = uuidv7();
  const { rows } = await sql<ClaimedDelivery>`
    with due as (
      select d.subscription_id from delivery d
      join alert_revision r on r.alert_id = d.alert_id and r.revision = d.revision and r.state = 'published' and r.expires_at > now()
      where d.alert_id = ${alertId} and d.revision = ${revision} and d.state = 'pending'
        and d.next_attempt_at <= now() and (d.lease_until is null or d.lease_until <= now())
      order by d.subscription_id limit ${DELIVERIES_A_CHUNK}
      for update of d skip locked
    )
    update delivery d
    set lease_id = ${leaseId}, lease_until = now() + make_interval(secs => ${leaseSeconds}), attempts = d.attempts + 1
    from due, subscription s
    where d.alert_id = ${alertId} and d.revision = ${revision} and d.subscription_id = due.subscription_id and s.id = d.subscription_id
    returning d.subscription_id as "subscriptionId", d.attempts, s.channel, s.endpoint_encrypted as "endpointEncrypted",
      s.keys_encrypted as "keysEncrypted", s.vapid_key_id as "vapidKeyId", s.language`.execute(db);
  return { leaseId, deliveries: rows };
}
