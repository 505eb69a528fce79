import { createHash, generateKeyPairSync } from "node:crypto";
import { sql } from "kysely";
import { audit } from "../db/audit.ts";
import type { Database } from "../db/open-database.ts";
import type { Secrets } from "../secrets.ts";

/** An application server key (P-256). `publicKey`: uncompressed point, `privateKey`: 32 bytes, both base64url. */
export interface VapidKey {
  id: string;
  publicKey: string;
  privateKey: string;
}

const CONTEXT = "vapid-private-key";

/**
 * Every application server key: first the one for new subscriptions, then older ones, retired ones last. A subscription is
 * bound to the key that it was made with, so all are needed to send. Makes the first one.
 */
export async function loadVapidKeys(db: Database, secrets: Secrets): Promise<[VapidKey, ...VapidKey[]]> {
  const [newest, ...older] = await readKeys(db, secrets);
  if (newest) return [newest, ...older];
  return db.transaction().execute(async (trx) => {
    // Processes that start at the same moment on an empty database must end up with the same key.
    await sql`lock table vapid_key in share row exclusive mode`.execute(trx);
    const [made, ...others] = await readKeys(trx, secrets);
    return made ? [made, ...others] : [await addKey(trx, secrets)];
  });
}

/**
 * Makes a new key for subscriptions from now on and gives it. Those made with older keys go on being sent to with these.
 * A running process knows the new key from its next start.
 */
export function rotateVapidKey(db: Database, secrets: Secrets): Promise<VapidKey> {
  return db.transaction().execute(async (trx) => {
    const key = await addKey(trx, secrets);
    await audit(trx, "operator", "rotate-vapid-key", `vapid-key:${key.id}`);
    return key;
  });
}

async function readKeys(db: Database, secrets: Secrets): Promise<VapidKey[]> {
  const rows = await db
    .selectFrom("vapid_key")
    .select(["id", "public_key", "private_key_encrypted"])
    .orderBy((is) => is("retired_at", "is not", null))
    .orderBy("created_at", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    publicKey: row.public_key,
    privateKey: secrets.decrypt(row.private_key_encrypted, CONTEXT),
  }));
}

async function addKey(db: Database, secrets: Secrets): Promise<VapidKey> {
  const key = makeVapidKey();
  await db
    .insertInto("vapid_key")
    .values({
      id: key.id,
      public_key: key.publicKey,
      private_key_encrypted: secrets.encrypt(key.privateKey, CONTEXT),
      retired_at: null,
    })
    .execute();
  return key;
}

function makeVapidKey(): VapidKey {
  const {
    x = "",
    y = "",
    d = "",
  } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
    format: "jwk",
  });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  const publicKey = point.toString("base64url");
  const id = createHash("sha256").update(publicKey).digest("hex").slice(0, 12);
  return { id, publicKey, privateKey: d };
}
