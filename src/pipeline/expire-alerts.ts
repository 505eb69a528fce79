import { stopFanOut } from "../db/stop-fan-out.ts";
import { lockAlerts } from "../db/lock-revision.ts";
import type { Database } from "../db/open-database.ts";
import type { Log } from "../log.ts";
import { audit } from "../db/audit.ts";

/** Ends alerts whose time is over, and what of them was not delivered. Runs by the clock; running twice changes nothing. */
export async function expireAlerts(deps: { db: Database; now: () => Date; log: Log }): Promise<void> {
  const now = deps.now();
  await deps.db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom("alert_revision")
      .select("alert_id")
      .where("state", "=", "published")
      .where("expires_at", "<=", now)
      .execute();
    await lockAlerts(
      trx,
      due.map((row) => row.alert_id),
    );
    const ended = await trx
      .updateTable("alert_revision")
      .set({ state: "expired", closed_at: now })
      .where("state", "=", "published")
      .where("expires_at", "<=", now)
      .returning(["alert_id", "revision"])
      .execute();
    for (const { alert_id, revision } of ended) {
      await stopFanOut(trx, alert_id, { revision }, "the alert expired", now);
      await audit(trx, "clock", "expire", `alert:${alert_id}`, { revision });
      deps.log.info("expired", { alertId: alert_id, revision });
    }
  });
}
