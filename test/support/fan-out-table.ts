import { sql } from "kysely";
import { indexInterest, numberClasses } from "../../src/db/index-interest.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { type DeliveryCounts, readDeliveries } from "../../src/db/read-deliveries.ts";
import type { DeliveryState } from "../../src/domain/delivery-state.ts";
import { silentLog } from "../../src/log.ts";
import { aContent } from "./invented-alerts.ts";
import { openRevisionTable } from "./revision-table.ts";

interface Invented {
  count: number;
  pushService?: string;
  areas?: string[];
  substanceClasses?: string[];
  levelFloor?: number;
  audience?: "public" | "outreach";
}

/** Subscriptions, published revisions and their deliveries in a database of their own, where no worker is at work. */
export async function openFanOutTable() {
  const revisions = await openRevisionTable();
  const db = openDatabase(revisions.url, silentLog, { connections: 4 });
  await sql`insert into vapid_key (id, public_key, private_key_encrypted) values ('key', 'public', ''::bytea)`.execute(
    db,
  );

  return {
    db,
    async close() {
      await db.destroy();
      await revisions.close();
    },
    /** Confirmed subscriptions; returns their numbers. */
    async subscribe({
      count,
      pushService = "fcm.googleapis.com",
      areas = [],
      substanceClasses = [],
      levelFloor = 0,
      audience = "public",
    }: Invented): Promise<number[]> {
      await db.transaction().execute((trx) => numberClasses(trx, substanceClasses));
      const { rows } = await sql<{ number: number }>`
        with service as (
          insert into push_service (name) values (${pushService}) on conflict (name) do update set name = excluded.name returning id
        )
        insert into subscription (id, channel, push_service_id, endpoint_hash, address_sealed, vapid_key_id,
          management_hash, areas, substance_classes, level_floor, audience, language, confirmed_at)
        select gen_random_uuid(), 'web-push', service.id, uuid_send(gen_random_uuid()), '', 'key', '', ${areas}::text[],
          ${substanceClasses}::text[], ${levelFloor}, ${audience}, 'en', now()
        from service, generate_series(1, ${count}) returning number`.execute(db);
      const numbers = rows.map(({ number }) => number);
      await indexInterest(db, numbers);
      return numbers;
    },
    /** A published alert in Mazowieckie about a stimulant; returns its id. */
    async publish(): Promise<string> {
      await revisions.begin();
      await revisions.publishFirst(aContent());
      await revisions.client.query("commit");
      return revisions.alertId();
    },
    /** What the product says of a revision: how many were intended, and how many are in each state. */
    async ledger(alertId: string, revision = 1): Promise<{ intended: number } & Partial<DeliveryCounts>> {
      const found = (await readDeliveries(db, alertId)).find((one) => one.revision === revision);
      if (!found) return { intended: 0 };
      const { pending, held, accepted, gone, expired, failed } = found;
      const counts = { pending, held, accepted, gone, expired, failed };
      const some = Object.entries(counts).filter(([, count]) => count > 0);
      return { intended: found.intended, ...(Object.fromEntries(some) as Partial<DeliveryCounts>) };
    },
    pushServiceId: async (name: string): Promise<number> =>
      (await db.selectFrom("push_service").select("id").where("name", "=", name).executeTakeFirstOrThrow())
        .id,
  };
}

/** What a worker would write of a delivery that was answered so. */
export const settledAs = (subscription: number, state: DeliveryState) => ({
  subscription,
  state,
  wasTried: true,
  dueAt: state === "pending" || state === "held" ? new Date() : undefined,
  answer: state === "accepted" ? undefined : state,
  needsNewSubscription: false,
});
