import { sql } from "kysely";
import type { DeliveryState } from "../domain/delivery-state.ts";
import type { Database } from "./open-database.ts";

/** What became of one revision at one webhook. Holds nothing of what was said on either side. */
export interface WebhookDelivery {
  alertId: string;
  revision: number;
  state: DeliveryState;
  attempts: number;
  /** What came of the last attempt that was not accepted, in few words. */
  lastAnswer: string | null;
  intendedAt: Date;
  /** When it was last asked for again. */
  replayedAt: Date | null;
  /** When it is tried next; null when it has ended. */
  dueAt: Date | null;
  finishedAt: Date | null;
}

interface Addressee {
  number: number;
  push_service_id: number;
}

const MOST_LISTED = 100;

/** The newest deliveries to a webhook, newest first; at most 100. */
export async function readWebhookDeliveries(
  db: Database,
  { number, push_service_id }: Addressee,
): Promise<WebhookDelivery[]> {
  const { rows } = await sql<WebhookDelivery>`
    select f.alert_id as "alertId", f.revision, d.state, d.attempts, d.last_answer as "lastAnswer", f.started_at as "intendedAt",
      d.replayed_at as "replayedAt", d.due_at as "dueAt", d.finished_at as "finishedAt"
    from fan_out f cross join lateral (
      select state, attempts, last_answer, replayed_at, due_at, finished_at from delivery
      where fan_out_id = f.id and push_service_id = ${push_service_id} and subscription = ${number}
      union all
      select 'pending', 0, null, null, due_at, null from delivery_chunk
      where fan_out_id = f.id and push_service_id = ${push_service_id} and first <= ${number} and last >= ${number}
        and ${number} = any(untried)
    ) d
    order by f.id desc limit ${MOST_LISTED}`.execute(db);
  return rows;
}

export type ReplayOutcome =
  /** It is sent again within seconds, or as soon as the webhook's rest is over. */
  | { outcome: "queued" }
  /** This webhook was never to get this revision. */
  | { outcome: "unknown" }
  /** Withdrawn, overtaken by a newer revision, or expired: words that no longer hold are not sent again. */
  | { outcome: "overtaken" };

/** Sends a revision to a webhook once more, whatever became of it before. */
export const replayDelivery = (
  db: Database,
  { number, push_service_id }: Addressee,
  alertId: string,
  revision: number,
): Promise<ReplayOutcome> =>
  db.transaction().execute(async (trx): Promise<ReplayOutcome> => {
    // Whoever settles the chunk at this moment is waited for; what it then says is what there is.
    const { rows: chunks } = await sql<{ fanOutId: number; first: number; holds: boolean }>`
      select c.fan_out_id as "fanOutId", c.first, f.stopped_at is null and r.state = 'published' and r.expires_at > now() as holds
      from fan_out f
      join alert_revision r on r.alert_id = f.alert_id and r.revision = f.revision
      join delivery_chunk c on c.fan_out_id = f.id and c.push_service_id = ${push_service_id}
        and c.first <= ${number} and c.last >= ${number}
      where f.alert_id = ${alertId} and f.revision = ${revision}
      for update of c`.execute(trx);
    const [chunk] = chunks;
    if (!chunk) return { outcome: "unknown" };
    const { fanOutId, first, holds } = chunk;
    const { rows: known } = await sql`
      select from delivery
      where fan_out_id = ${fanOutId} and push_service_id = ${push_service_id} and subscription = ${number}
      union all
      select from delivery_chunk
      where fan_out_id = ${fanOutId} and push_service_id = ${push_service_id} and first = ${first} and ${number} = any(untried)`.execute(
      trx,
    );
    if (known.length === 0) return { outcome: "unknown" };
    if (!holds) return { outcome: "overtaken" };
    await sql`
      update delivery set state = 'pending', due_at = now(), finished_at = null, replayed_at = now()
      where fan_out_id = ${fanOutId} and push_service_id = ${push_service_id} and subscription = ${number}`.execute(
      trx,
    );
    await sql`
      update delivery_chunk set due_at = now()
      where fan_out_id = ${fanOutId} and push_service_id = ${push_service_id} and first = ${first}`.execute(
      trx,
    );
    return { outcome: "queued" };
  });
