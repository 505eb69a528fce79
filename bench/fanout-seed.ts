import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { indexInterest } from "../src/db/index-interest.ts";
import type { Database } from "../src/db/open-database.ts";
import { findOrCreatePushService } from "../src/db/push-services.ts";
import { sealAddress } from "../src/pipeline/subscriber-address.ts";
import type { Secrets } from "../src/secrets.ts";
import { endpointOf, type Subscriber, subscriberNumber } from "./fanout-subscribers.ts";

export interface SubscribersAt {
  origin: string;
  subscribers: readonly Subscriber[];
  vapidKeyId: string;
}

const ROWS_A_STEP = 5_000;

/** Writes so many confirmed subscriptions to everything at one push service, sealed as the product seals them. */
export async function seedSubscriptions(
  db: Database,
  secrets: Secrets,
  { origin, subscribers, vapidKeyId }: SubscribersAt,
  count: number,
): Promise<void> {
  const pushServiceId = await findOrCreatePushService(db, origin);
  for (let from = 0; from < count; from += ROWS_A_STEP) {
    const rows = Array.from({ length: Math.min(ROWS_A_STEP, count - from) }, (_, index) => {
      const endpoint = endpointOf(origin, from + index);
      const { p256dh, auth } = subscriberNumber(subscribers, from + index);
      return {
        id: uuidv7(),
        hash: secrets.keyedHash(`${endpoint} ${auth}`, "endpoint"),
        address: sealAddress(secrets, { endpoint, p256dh, auth }),
        management: randomBytes(32),
      };
    });
    const { rows: made } = await sql<{ number: number }>`
      insert into subscription (id, channel, push_service_id, endpoint_hash, address_sealed, vapid_key_id,
        management_hash, areas, substance_classes, level_floor, audience, language, confirmed_at)
      select id, 'web-push', ${pushServiceId}, hash, address, ${vapidKeyId}, management, '{}', '{}', 0, 'public', 'en', now()
      from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.hash)}::bytea[],
        ${rows.map((row) => row.address)}::bytea[], ${rows.map((row) => row.management)}::bytea[]) as one(id, hash, address, management)
      returning number`.execute(db);
    await indexInterest(
      db,
      made.map(({ number }) => number),
    );
  }
  await sql`analyze subscription, subscription_interest`.execute(db);
}
