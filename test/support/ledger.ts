import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { Database } from "../../src/db/open-database.ts";

/** What the product says became of one revision: how many deliveries ended how. */
export async function ledgerOf(
  db: Database,
  alertId: string,
  revision: number,
): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom("delivery")
    .select((eb) => ["state", eb.fn.countAll<string>().as("count")])
    .where("alert_id", "=", alertId)
    .where("revision", "=", revision)
    .groupBy("state")
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}

/** Waits until nothing is left to do: no open event, and no delivery due or in anybody's hands. */
export async function untilNothingIsDue(db: Database, timeoutMs = 20_000): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 25) {
    const { rows } = await sql<{ events: number; deliveries: number }>`
      select (select count(*)::int from outbox where closed_at is null) as events,
        (select count(*)::int from delivery where state = 'pending' and (next_attempt_at <= now() or lease_id is not null)) as deliveries`.execute(
      db,
    );
    const [due] = rows;
    if (due?.events === 0 && due.deliveries === 0) return;
    if (waitedMs > timeoutMs)
      throw new Error(
        `after ${timeoutMs} ms still due: ${due?.events} events, ${due?.deliveries} deliveries`,
      );
    await sleep(25);
  }
}
