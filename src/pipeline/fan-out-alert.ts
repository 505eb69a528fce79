import { sql } from "kysely";
import type { JobQueue } from "../adapters/queue.ts";
import type { Database } from "../db/open-database.ts";
import { AlertContent } from "../domain/alert-content.ts";
import { rankOf } from "../domain/level.ts";
import type { Log } from "../log.ts";
import { wakeDelivery } from "./wake-delivery.ts";

export interface FanOutDeps {
  db: Database;
  queue: JobQueue;
  log: Log;
}

/**
 * One delivery row for each subscription that is interested in a published revision, in one `insert … select`, in the
 * transaction that closes the event. Doing it again adds nobody twice. Whoever may have been sent an earlier revision (an
 * answer can be lost) also gets the later ones, so that a correction reaches everyone whom the error reached.
 */
export async function fanOutAlert({ db, queue, log }: FanOutDeps, eventId: string): Promise<void> {
  const done = await db.transaction().execute(async (trx) => {
    const event = await trx
      .selectFrom("outbox")
      .select(["subject_id", "subject_revision"])
      .where("id", "=", eventId)
      .where("closed_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!event) return undefined;
    const alertId = event.subject_id;
    const revision = event.subject_revision;
    const row = await trx
      .selectFrom("alert_revision")
      .select(["content", "state"])
      .where("alert_id", "=", alertId)
      .where("revision", "=", revision)
      .forShare() // a withdrawal waits until the rows are there, and then ends them
      .executeTakeFirstOrThrow();
    const content = AlertContent.parse(JSON.parse(row.content));
    log.info("fanning out", { alertId, revision });
    const inserted =
      row.state === "published"
        ? await sql`
            insert into delivery (alert_id, revision, subscription_id)
            select ${alertId}, ${revision}, s.id
            from subscription s
            where s.ended_at is null and (
              (s.level_floor <= ${rankOf(content.level)}
                and (s.areas = '{}' or s.areas && ${content.area.path}::text[] or ${content.area.code} = any (s.area_paths))
                and (s.substance_classes = '{}' or s.substance_classes && ${content.substanceClasses}::text[]))
              or exists (select from delivery d where d.alert_id = ${alertId} and d.subscription_id = s.id and d.attempts > 0))
            on conflict do nothing`.execute(trx)
        : { numAffectedRows: 0n };
    await trx.updateTable("outbox").set({ closed_at: new Date() }).where("id", "=", eventId).execute();
    log.info("closing fan-out event", { alertId, revision });
    return { alertId, revision, deliveries: Number(inserted.numAffectedRows ?? 0n) };
  });
  if (!done) return;
  log.info("fanned out", done);
  await wakeDelivery(queue, done);
}
