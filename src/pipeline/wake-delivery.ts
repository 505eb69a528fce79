import { sql } from "kysely";
import type { JobQueue } from "../adapters/queue.ts";
import type { Database } from "../db/open-database.ts";

/** Jobs at work for one push service at a time; each goes on claiming chunks until none is due. */
export const LANES_A_PUSH_SERVICE = 4;

/** Asks for delivery of whatever is due, at each push service by itself. The jobs find their own work, so one too many or one lost does no harm. */
export async function wakeDelivery(db: Database, queue: JobQueue): Promise<void> {
  const { rows } = await sql<{ pushServiceId: number; chunks: number }>`
    select s.id as "pushServiceId", c.chunks
    from push_service s cross join lateral (
      select count(*)::int as chunks from (
        select from delivery_chunk
        where push_service_id = s.id and due_at <= now() and (lease_until is null or lease_until <= now())
        limit ${LANES_A_PUSH_SERVICE}) as due
    ) c
    where c.chunks > 0`.execute(db);
  await queue.add(
    "deliver-due",
    rows.flatMap(({ pushServiceId, chunks }) => Array.from({ length: chunks }, () => ({ pushServiceId }))),
  );
}

/** After a start of the only worker process, no lease can be in living hands. */
export async function releaseLeases(db: Database): Promise<void> {
  await db
    .updateTable("delivery_chunk")
    .set((eb) => ({ lease_until: null, claims: eb("claims", "+", 1) }))
    .where("lease_until", "is not", null)
    .execute();
}
