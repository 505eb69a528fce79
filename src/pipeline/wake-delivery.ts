import { sql } from "kysely";
import type { JobQueue } from "../adapters/queue.ts";
import type { Database } from "../db/open-database.ts";
import { DELIVERIES_A_CHUNK } from "./claim-deliveries.ts";

/** Jobs at work on one alert at a time; each goes on claiming chunks until none is due. */
const MOST_JOBS = 4;

/** Asks for delivery of what is due. The jobs find their own work, so one too many or one lost does no harm. */
export async function wakeDelivery(
  queue: JobQueue,
  due: { alertId: string; revision: number; deliveries: number },
): Promise<void> {
  const { alertId, revision, deliveries } = due;
  const jobs = Math.min(MOST_JOBS, Math.ceil(deliveries / DELIVERIES_A_CHUNK));
  await queue.add(
    "deliver-chunk",
    Array.from({ length: jobs }, () => ({ alertId, revision })),
  );
}

/** The sweep: whatever is due and in nobody's hands is asked for again, whoever lost it. */
export async function sweepDeliveries(db: Database, queue: JobQueue): Promise<void> {
  const { rows } = await sql<{ alertId: string; revision: number; deliveries: number }>`
    select alert_id as "alertId", revision, count(*)::int as deliveries
    from delivery
    where state = 'pending' and next_attempt_at <= now() and (lease_until is null or lease_until <= now())
    group by alert_id, revision`.execute(db);
  for (const due of rows) await wakeDelivery(queue, due);
}

/** After a start of the only worker process, no lease can be in living hands. */
export async function releaseLeases(db: Database): Promise<void> {
  await db
    .updateTable("delivery")
    .set({ lease_id: null, lease_until: null })
    .where("lease_id", "is not", null)
    .execute();
}
