import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { Database } from "../../src/db/open-database.ts";
import { readDeliveries } from "../../src/db/read-deliveries.ts";
import { DELIVERY_STATES } from "../../src/domain/delivery-state.ts";

/** What the product says became of one revision: how many deliveries ended how. Throws when they are not as many as were intended. */
export async function ledgerOf(
  db: Database,
  alertId: string,
  revision: number,
): Promise<Record<string, number>> {
  const found = (await readDeliveries(db, alertId)).find((one) => one.revision === revision);
  const counts = DELIVERY_STATES.map((state) => [state, found?.[state] ?? 0] as const);
  const sum = counts.reduce((all, [, count]) => all + count, 0);
  if (sum !== (found?.intended ?? 0)) throw new Error(`${found?.intended} were intended, ${sum} are there`);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Waits until nothing is left to do: no open event, and no delivery due or in anybody's hands. */
export async function untilNothingIsDue(db: Database, timeoutMs = 20_000): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 25) {
    const { rows } = await sql<{ events: number; deliveries: number }>`
      select (select count(*)::int from outbox where closed_at is null) as events,
        (select count(*)::int from delivery_chunk where due_at <= now() or lease_until is not null) as deliveries`.execute(
      db,
    );
    const [due] = rows;
    if (due?.events === 0 && due.deliveries === 0) return;
    if (waitedMs > timeoutMs)
      throw new Error(
        `after ${timeoutMs} ms still due: ${due?.events} events, ${due?.deliveries} chunks of deliveries`,
      );
    await sleep(25);
  }
}
