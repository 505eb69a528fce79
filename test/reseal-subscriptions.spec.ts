import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createUserAgent } from "../demo/user-agent.ts";
import { type Database, openDatabase } from "../src/db/open-database.ts";
import { loadVapidKeys } from "../src/identity/vapid-keys.ts";
import { silentLog } from "../src/log.ts";
import { resealSubscriptions } from "../src/pipeline/reseal-subscriptions.ts";
import { saveSubscription } from "../src/pipeline/save-subscription.ts";
import { openAddress } from "../src/pipeline/subscriber-address.ts";
import { openSecrets, type Secrets } from "../src/secrets.ts";
import { cloneDatabase } from "./support/throwaway-postgres.ts";

const [older, newer] = [randomBytes(32), randomBytes(32)] as const;
const COLUMNS = {
  areas: [],
  substance_classes: [],
  level_floor: 2,
  language: "en",
  quiet_from: null,
  quiet_to: null,
  quiet_below: null,
  time_zone: null,
};

describe("changing the secret key", () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>;
  let db: Database;
  beforeAll(async () => {
    clone = await cloneDatabase(inject("adminUrl"), inject("template"));
    db = openDatabase(clone.url, silentLog);
  });
  afterAll(async () => {
    await db?.destroy();
    await clone?.drop();
  });

  const subscribeWith = async (
    secrets: Secrets,
    subscription: { endpoint: string; keys: { p256dh: string; auth: string } },
  ) => {
    const [vapidKey] = await loadVapidKeys(db, secrets);
    const destination = {
      channel: "web-push" as const,
      pushService: "fcm.googleapis.com",
      organisation_id: null,
      vapid_key_id: vapidKey.id,
      audience: "public" as const,
    };
    const { endpoint, keys } = subscription;
    return saveSubscription({ db, secrets }, destination, { endpoint, ...keys }, COLUMNS);
  };
  const browser = (name: string) =>
    createUserAgent(`https://fcm.googleapis.com/fcm/send/${name}`).userAgent.subscription;

  it("seals everything anew, finds every browser again, and needs the former key no more", async () => {
    const before = openSecrets(older);
    const browsers = Array.from({ length: 520 }, (_, index) => browser(`b${index}`));
    const ids = [];
    for (const one of browsers) ids.push((await subscribeWith(before, one)).id);
    await db
      .insertInto("installation")
      .values({ name: "secret-key-check", value: "the former key's" })
      .onConflict((known) => known.doNothing())
      .execute();
    const [vapidKey] = await loadVapidKeys(db, before);

    const between = openSecrets(newer, [older]);
    // Somebody subscribes while the key is changed, and is there twice.
    const twice = await subscribeWith(between, browsers[7]!);
    expect(twice.id).not.toBe(ids[7]);
    expect(await resealSubscriptions(db, between)).toEqual({ subscriptions: 520, vapidKeys: 1 });

    const after = openSecrets(newer);
    expect((await loadVapidKeys(db, after))[0]).toEqual(vapidKey);
    const rows = await db
      .selectFrom("subscription")
      .select(["id", "address_sealed"])
      .orderBy("number")
      .execute();
    expect(rows.map(({ id }) => id)).toEqual([...ids.filter((_, index) => index !== 7), twice.id]);
    expect(openAddress(after, rows[0]!.address_sealed)).toEqual({
      endpoint: browsers[0]?.endpoint,
      ...browsers[0]?.keys,
    });
    expect((await subscribeWith(after, browsers[3]!)).id).toBe(ids[3]);
    expect(await resealSubscriptions(db, after)).toEqual({ subscriptions: 0, vapidKeys: 0 });
  });

  it("stops where no key that is given opens what is stored", async () => {
    await sql`truncate subscription cascade`.execute(db);
    await subscribeWith(openSecrets(newer), browser("b"));
    await expect(resealSubscriptions(db, openSecrets(randomBytes(32)))).rejects.toThrow("not here");
  });
});
