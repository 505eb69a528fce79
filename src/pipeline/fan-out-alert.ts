import { sql } from "kysely";
import type { JobQueue } from "../adapters/queue.ts";
import type { Database } from "../db/open-database.ts";
import { AlertContent } from "../domain/alert-content.ts";
import type { AreaTree } from "../domain/area.ts";
import type { Log } from "../log.ts";
import { expandFanOut, reachOf } from "./expand-fan-out.ts";
import { wakeDelivery } from "./wake-delivery.ts";

export interface FanOutDeps {
  db: Database;
  areas: AreaTree;
  queue: JobQueue;
  log: Log;
}

/**
 * Writes one delivery for each subscription that a published revision reaches, step by step, and wakes those who send after
 * the first. The event is closed when nobody is left; until then another process can go on where this one stopped.
 */
export async function fanOutAlert({ db, areas, queue, log }: FanOutDeps, eventId: string): Promise<void> {
  const event = await db
    .selectFrom("outbox")
    .select(["subject_id", "subject_revision"])
    .where("id", "=", eventId)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  if (!event) return;
  const [alertId, revision] = [event.subject_id, event.subject_revision];
  log.info("fanning out", { alertId, revision });
  const row = await db
    .selectFrom("alert_revision")
    .select(["content", "state"])
    .where("alert_id", "=", alertId)
    .where("revision", "=", revision)
    .executeTakeFirstOrThrow();
  // Withdrawn or overtaken before it began: nobody hears of it.
  if (row.state === "published") {
    const content = AlertContent.parse(JSON.parse(row.content));
    const reach = reachOf(content, areas, content.audience === "outreach");
    for (let isComplete = false; !isComplete;) {
      const step = await expandFanOut(db, alertId, revision, reach);
      isComplete = step.isComplete;
      log.info("expanded", { alertId, revision, deliveries: step.intended });
      if (step.added > 0) await wakeDelivery(db, queue);
    }
  }
  log.info("closing fan-out event", { alertId, revision });
  await sql`update outbox set closed_at = now() where id = ${eventId}`.execute(db);
  log.info("fanned out", { alertId, revision });
}
