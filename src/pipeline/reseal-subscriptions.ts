import { sql } from "kysely";
import { eraseSubscriptions } from "../db/erase-subscriptions.ts";
import type { Database } from "../db/open-database.ts";
import type { Schema } from "../db/schema.ts";
import type { Secrets } from "../secrets.ts";
import { hashEndpoint } from "./save-subscription.ts";
import { openAddress, sealAddress } from "./subscriber-address.ts";

const AT_ONCE = 500;

export interface Resealed {
  subscriptions: number;
  vapidKeys: number;
}

/**
 * After a change of the secret key: seals with the current one whatever a former one has sealed, and hashes anew what is found
 * by its hash. Then the former one is needed no more. Goes in batches, and may be stopped and begun again. Tocsin itself must
 * not run meanwhile: it would not find by the new hash who is stored by the old one. Throws at what no key opens.
 */
export async function resealSubscriptions(db: Database, secrets: Secrets): Promise<Resealed> {
  // What was made ahead is quickly made again.
  await db.deleteFrom("message_key").execute();
  let subscriptions = 0;
  for (let after: number | undefined = 0; after !== undefined;) {
    const batch: Batch = await resealBatch(db, secrets, after);
    subscriptions += batch.resealed;
    after = batch.last;
  }
  const vapidKeys = await resealVapidKeys(db, secrets);
  await db
    .updateTable("installation")
    .set({ value: secrets.keyedHash("tocsin", "key-check").toString("hex") })
    .where("name", "=", "secret-key-check")
    .execute();
  return { subscriptions, vapidKeys };
}

interface Batch {
  resealed: number;
  last: number | undefined;
}

type Row = Pick<Schema["subscription"], "organisation_id" | "endpoint_hash" | "address_sealed"> & {
  number: number;
};

const resealBatch = (db: Database, secrets: Secrets, after: number): Promise<Batch> =>
  db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom("subscription")
      .select(["number", "organisation_id", "endpoint_hash", "address_sealed"])
      .where("number", ">", after)
      .orderBy("number")
      .limit(AT_ONCE)
      .forUpdate()
      .execute();
    const former = rows.filter((row) => !secrets.isCurrent(row.address_sealed));
    for (const row of former) await resealOne(trx, secrets, row);
    return { resealed: former.length, last: rows.at(-1)?.number };
  });

async function resealOne(db: Database, secrets: Secrets, row: Row): Promise<void> {
  const address = openAddress(secrets, row.address_sealed);
  const endpoint_hash = hashEndpoint(secrets, row, address);
  // A browser that subscribed again under the new key meanwhile is there twice: it knows the later one.
  const { rows: later } = await sql`
    select from subscription where endpoint_hash = ${endpoint_hash} and number <> ${row.number}`.execute(db);
  if (later.length > 0) return eraseSubscriptions(db, [row.number]);
  await db
    .updateTable("subscription")
    .set({ endpoint_hash, address_sealed: sealAddress(secrets, address) })
    .where("number", "=", row.number)
    .execute();
  return undefined;
}

async function resealVapidKeys(db: Database, secrets: Secrets): Promise<number> {
  const keys = await db.selectFrom("vapid_key").select(["id", "private_key_encrypted"]).execute();
  const former = keys.filter((key) => !secrets.isCurrent(key.private_key_encrypted));
  for (const { id, private_key_encrypted } of former) {
    const privateKey = secrets.decrypt(private_key_encrypted, "vapid-private-key");
    await db
      .updateTable("vapid_key")
      .set({ private_key_encrypted: secrets.encrypt(privateKey, "vapid-private-key") })
      .where("id", "=", id)
      .execute();
  }
  return former.length;
}
