import { setImmediate as letOthersRun, setTimeout as sleep } from "node:timers/promises";
import { findWithoutMessageKey, storeMessageKeys } from "../db/message-keys.ts";
import type { Database } from "../db/open-database.ts";
import type { Secrets } from "../secrets.ts";
import { sealedKeyFor } from "./subscriber-keys.ts";

export interface MakeKeysDeps {
  db: Database;
  secrets: Secrets;
  isStopping: () => boolean;
}

const SUBSCRIPTIONS_A_STEP = 200;
/** Making keys keeps the event loop: so many take about 3 ms, which nobody notices who asks for a page meanwhile. */
const KEYS_AT_A_STRETCH = 10;
/** Leaves most of the time to whoever has something urgent to do. */
const REST_MS = 60;

/**
 * Goes over all subscriptions once and makes what can be made of a message before its words are known, so that an alert is
 * sent several times as fast. Stops as soon as something is due to be sent.
 */
export async function makeKeysAhead({ db, secrets, isStopping }: MakeKeysDeps): Promise<void> {
  let after = 0;
  while (!isStopping() && !(await isSending(db))) {
    const found = await findWithoutMessageKey(db, after, SUBSCRIPTIONS_A_STEP);
    const keys: { subscription: number; sealed: Buffer }[] = [];
    for (const [index, { subscription, addressSealed }] of found.entries()) {
      if (index % KEYS_AT_A_STRETCH === 0) await letOthersRun();
      const sealed = sealedKeyFor(secrets, addressSealed);
      if (sealed) keys.push({ subscription, sealed });
    }
    await storeMessageKeys(db, keys);
    const last = found.at(-1);
    if (!last || found.length < SUBSCRIPTIONS_A_STEP) return;
    after = last.subscription;
    await sleep(REST_MS);
  }
}

const isSending = async (db: Database): Promise<boolean> => {
  const due = await db
    .selectFrom("delivery_chunk")
    .select("first")
    .where("due_at", "<=", new Date())
    .limit(1)
    .executeTakeFirst();
  return due !== undefined;
};
