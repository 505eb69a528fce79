import { setTimeout as sleep } from "node:timers/promises";
import { findWithoutMessageKey, storeMessageKeys } from "../db/message-keys.ts";
import type { Database } from "../db/open-database.ts";
import type { Secrets } from "../secrets.ts";
import { sealedKeyFor } from "./subscriber-keys.ts";

export interface MakeKeysDeps {
  db: Database;
  secrets: Secrets;
  isStopping: () => boolean;
}

/** Few at a time, because making them keeps the event loop: 200 take about 30 ms. */
const SUBSCRIPTIONS_A_STEP = 200;
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
    await storeMessageKeys(
      db,
      found.flatMap(({ subscription, addressSealed }) => {
        const sealed = sealedKeyFor(secrets, addressSealed);
        return sealed ? [{ subscription, sealed }] : [];
      }),
    );
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
