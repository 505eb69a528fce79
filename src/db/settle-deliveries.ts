import { sql } from "kysely";
import type { AfterAttempt } from "../domain/after-attempt.ts";
import type { Database } from "./open-database.ts";

export interface Settled {
  subscriptionId: string;
  after: AfterAttempt;
}

/** Writes what became of a claimed chunk, only where the lease still holds, and ends the subscriptions that are gone. */
export async function settleDeliveries(
  db: Database,
  alertId: string,
  revision: number,
  leaseId: string,
  settled: readonly Settled[],
  now: Date,
): Promise<void> {
  const rows = settled.map(({ subscriptionId, after }) => ({
    subscription_id: subscriptionId,
    state: after.state,
    note: after.note,
    retry_seconds: after.state === "pending" ? after.retryInSeconds : 0,
  }));
  await sql`
    with settled as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as s(subscription_id uuid, state text, note text, retry_seconds float8)
    ), written as (
      update delivery d
      set state = s.state, last_answer = s.note, lease_id = null, lease_until = null,
        next_attempt_at = now() + make_interval(secs => s.retry_seconds),
        finished_at = case when s.state = 'pending' then null else ${now}::timestamptz end
      from settled s
      where d.alert_id = ${alertId} and d.revision = ${revision} and d.lease_id = ${leaseId} and d.subscription_id = s.subscription_id
      returning d.subscription_id, s.state
    )
    update subscription set ended_at = ${now}, ended_reason = 'gone'
    from written where id = written.subscription_id and written.state = 'gone' and ended_at is null`.execute(
    db,
  );
}
