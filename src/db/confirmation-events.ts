import { sql } from "kysely";
import type { Database } from "./open-database.ts";

/** Asks for a message to a new subscription, or for another one; part of the caller's transaction. */
export async function askForConfirmation(db: Database, subscriptionId: string): Promise<void> {
  await sql`
    insert into outbox (topic, subject_id, subject_revision) values ('subscription-made', ${subscriptionId}, 1)
    on conflict (topic, subject_id, subject_revision)
    do update set closed_at = null, enqueued_at = null, failures = 0, last_failure = null`.execute(db);
}

/** As `askForConfirmation`, at most once in `pauseSeconds`; otherwise the seconds that are left to wait. */
export async function askAgainForConfirmation(
  db: Database,
  subscriptionId: string,
  pauseSeconds: number,
): Promise<{ outcome: "asked" } | { outcome: "too-soon"; seconds: number }> {
  const { rows } = await sql<{ seconds: number }>`
    select ceil(coalesce(extract(epoch from coalesce(closed_at, enqueued_at) - now()), 0) + ${pauseSeconds}::int)::int as seconds
    from outbox where topic = 'subscription-made' and subject_id = ${subscriptionId} for update`.execute(db);
  const seconds = rows[0]?.seconds ?? 0;
  if (seconds > 0) return { outcome: "too-soon", seconds };
  await askForConfirmation(db, subscriptionId);
  return { outcome: "asked" };
}

/** The subscription that an open event is about; undefined once it is closed. */
export async function readConfirmationEvent(db: Database, eventId: string): Promise<string | undefined> {
  const event = await db
    .selectFrom("outbox")
    .select("subject_id")
    .where("id", "=", eventId)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  return event?.subject_id;
}

/** Closes an event, unless it was asked for again meanwhile. `outcome`: what became of it; only a failure is remembered. */
export async function closeConfirmationEvent(
  db: Database,
  eventId: string,
  outcome: "answered" | "given-up" = "given-up",
): Promise<void> {
  await sql`
    update outbox set closed_at = now(), last_failure = case when ${outcome} = 'given-up' then last_failure end
    where id = ${eventId} and closed_at is null and enqueued_at is not null`.execute(db);
}
