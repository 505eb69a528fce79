import { createHash } from "node:crypto";
import webpush from "web-push";
import type { Database } from "../db/open-database.ts";
import type { Secrets } from "../secrets.ts";

export interface VapidKey {
  id: string;
  publicKey: string;
  privateKey: string;
}

/** Every application server key, newest first; a subscription is bound to the one it was made with. Makes the first one. */
export async function loadVapidKeys(db: Database, secrets: Secrets): Promise<[VapidKey, ...VapidKey[]]> {
  const rows = await db.selectFrom("vapid_key").selectAll().execute();
  const [newest, ...older] = rows
    .toSorted(
      (a, b) =>
        Number(a.retired_at !== null) - Number(b.retired_at !== null) ||
        b.created_at.getTime() - a.created_at.getTime(),
    )
    .map((row) => ({
      id: row.id,
      publicKey: row.public_key,
      privateKey: secrets.decrypt(row.private_key_encrypted, "vapid-private-key"),
    }));
  if (newest) return [newest, ...older];

  const { publicKey, privateKey } = webpush.generateVAPIDKeys();
  const id = createHash("sha256").update(publicKey).digest("hex").slice(0, 12);
  await db
    .insertInto("vapid_key")
    .values({
      id,
      public_key: publicKey,
      private_key_encrypted: secrets.encrypt(privateKey, "vapid-private-key"),
      retired_at: null,
    })
    .execute();
  return [{ id, publicKey, privateKey }];
}
