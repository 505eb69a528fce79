import { sql } from "kysely";
import type { JobQueue } from "../adapters/queue.ts";
import type { Database } from "../db/open-database.ts";
import { WEBHOOKS } from "../db/push-services.ts";

/** Jobs at work for one push service at a time; each goes on claiming chunks until none is due. */
const LANES_A_PUSH_SERVICE = 4;
/**
 * All webhooks count as one push service, and each that is silent holds up a lane for 15 s now and then. So many more lanes than
 * it is asked before it rests that the others hear of the next alert all the same.
 */
const LANES_FOR_WEBHOOKS = 16;

/** Asks for delivery of whatever is due, at each push service by itself. The jobs find their own work, so one too many or one lost does no harm. */
export async function wakeDelivery(db: Database, queue: JobQueue): Promise<void> {
  const { rows } = await sql<{ pushServiceId: number; lanes: number; chunks: number }>`
    select s.id as "pushServiceId", s.lanes, c.chunks
    from (
      select id, case name when ${WEBHOOKS} then ${LANES_FOR_WEBHOOKS}::int else ${LANES_A_PUSH_SERVICE}::int end as lanes
      from push_service
    ) s cross join lateral (
      select count(*)::int as chunks from (
        select from delivery_chunk
        where push_service_id = s.id and due_at <= now() and (lease_until is null or lease_until <= now())
        limit s.lanes) as due
    ) c
    where c.chunks > 0`.execute(db);
  await queue.add(
    "deliver-due",
    rows.flatMap(({ chunks, ...job }) => Array.from({ length: chunks }, () => job)),
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
