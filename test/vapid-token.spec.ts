import { createPublicKey } from "node:crypto";
import { createRequire } from "node:module";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import webpush from "web-push";
import { verifyVapid } from "../demo/verify-vapid.ts";
import { openDatabase, type Database } from "../src/db/open-database.ts";
import { loadVapidKeys, rotateVapidKey, type VapidKey } from "../src/identity/vapid-keys.ts";
import { silentLog } from "../src/log.ts";
import { openSecrets } from "../src/secrets.ts";
import { openVapidTokens } from "../src/web-push/vapid-token.ts";
import { cloneDatabase } from "./support/throwaway-postgres.ts";

/** The JWT library under web-push. */
const jws = createRequire(import.meta.resolve("web-push"))("jws") as {
  verify(token: string, algorithm: "ES256", publicKeyPem: string): boolean;
};

const ORIGIN = "https://push.example";
const CONTACT = "mailto:alerts@tocsin.example";
const HOUR_MS = 3_600_000;
const START = new Date("2026-11-21T22:00:00Z");

const newKey = (id: string): VapidKey => ({ id, ...webpush.generateVAPIDKeys() });

/** Tokens of two keys, and a clock that the spec sets. */
function openDesk() {
  const keys = [newKey("new"), newKey("old")];
  let at = START;
  const tokens = openVapidTokens({ keys, contact: CONTACT, now: () => at });
  return {
    keys,
    authorize: (origin = ORIGIN, keyId = "new") => tokens.authorization(keyId, origin),
    wait: (ms: number) => void (at = new Date(at.getTime() + ms)),
    now: () => at,
  };
}

const tokenOf = (authorization = "") => /^vapid t=([\w.-]+), k=[\w-]+$/.exec(authorization)?.[1] ?? "";
const claimsOf = (authorization: string | undefined): unknown =>
  JSON.parse(Buffer.from(tokenOf(authorization).split(".")[1] ?? "", "base64url").toString());

function pemOf(publicKey: string): string {
  const point = Buffer.from(publicKey, "base64url");
  const [x, y] = [point.toString("base64url", 1, 33), point.toString("base64url", 33)];
  return createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x, y } })
    .export({ format: "pem", type: "spki" })
    .toString();
}

describe("a VAPID token", () => {
  it("is accepted by a strict push service, with the key that was asked for", () => {
    const { authorize, keys, now } = openDesk();
    for (const { id, publicKey } of keys)
      expect(verifyVapid(authorize(ORIGIN, id), { audiences: [ORIGIN], now: now() })).toEqual({
        outcome: "verified",
        applicationServerKey: publicKey,
      });
  });

  it("is verified by the library that web-push signs with, and by no other key", () => {
    const { authorize, keys } = openDesk();
    const verdicts = keys.map(({ publicKey }) => jws.verify(tokenOf(authorize()), "ES256", pemOf(publicKey)));
    expect(verdicts).toEqual([true, false]);
  });

  it("names the push service, the contact, and an end in twelve hours", () => {
    expect(claimsOf(openDesk().authorize())).toEqual({
      aud: ORIGIN,
      exp: (START.getTime() + 12 * HOUR_MS) / 1000,
      sub: CONTACT,
    });
  });

  it("is used again for an hour, and no longer", () => {
    const { authorize, wait } = openDesk();
    const first = authorize();
    wait(HOUR_MS - 1);
    expect(authorize()).toBe(first);
    wait(1);
    expect(authorize()).not.toBe(first);
  });

  it("is always good for at least eleven more hours and never for more than 24", () => {
    const { authorize, wait, now } = openDesk();
    for (let step = 0; step < 50; step += 1) {
      const authorization = authorize();
      const later = new Date(now().getTime() + 11 * HOUR_MS - 1);
      for (const at of [now(), later])
        expect(verifyVapid(authorization, { audiences: [ORIGIN], now: at }).outcome).toBe("verified");
      wait(17 * 60_000);
    }
  });

  it("is signed anew when the clock was set back, because it would be valid for too long", () => {
    const { authorize, wait, now } = openDesk();
    authorize();
    wait(-20 * HOUR_MS);
    expect(verifyVapid(authorize(), { audiences: [ORIGIN], now: now() }).outcome).toBe("verified");
  });

  it("is one for each key and each push service", () => {
    const { authorize } = openDesk();
    const all = [ORIGIN, "https://other.example"].flatMap((origin) =>
      ["new", "old"].map((keyId) => authorize(origin, keyId)),
    );
    expect(new Set(all).size).toBe(4);
    expect(authorize(ORIGIN, "old")).toBe(all[1]);
  });

  it("is not made with a key that is not here", () => {
    expect(openDesk().authorize(ORIGIN, "unknown")).toBeUndefined();
  });

  it("is forgotten, the oldest first, when there are ever so many push services", () => {
    const { authorize } = openDesk();
    const first = authorize("https://0.example");
    const second = authorize("https://1.example");
    for (let number = 2; number <= 1_000; number += 1) authorize(`https://${number}.example`);
    expect(authorize("https://1.example")).toBe(second);
    expect(authorize("https://0.example")).not.toBe(first);
  });
});

describe("application server keys", () => {
  const secrets = openSecrets(Buffer.alloc(32, 7));
  let database: Awaited<ReturnType<typeof cloneDatabase>>;
  let db: Database;
  beforeAll(async () => {
    database = await cloneDatabase(inject("adminUrl"), inject("template"));
    db = openDatabase(database.url, silentLog);
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });
  const load = async () => (await loadVapidKeys(db, secrets)).map(({ id }) => id);

  it("begin with one, also when several processes start at the same moment", async () => {
    const atOnce = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, ask));
    await atOnce(() => sql`select 1`.execute(db)); // connections that are open already meet at the same moment
    const loaded = await atOnce(load);
    expect(loaded[0]).toHaveLength(1);
    expect(new Set(loaded.flat()).size).toBe(1);
  });

  it("are good for signing", async () => {
    const keys = await loadVapidKeys(db, secrets);
    const tokens = openVapidTokens({ keys, contact: CONTACT, now: () => START });
    expect(
      verifyVapid(tokens.authorization(keys[0].id, ORIGIN), { audiences: [ORIGIN], now: START }),
    ).toMatchObject({ outcome: "verified", applicationServerKey: keys[0].publicKey });
  });

  it("are rotated: a new one for new subscriptions, the old ones stay for those that have them", async () => {
    const before = await load();
    const second = await rotateVapidKey(db, secrets);
    const third = await rotateVapidKey(db, secrets);
    expect(await load()).toEqual([third.id, second.id, ...before]);

    const { subject } = await db
      .selectFrom("audit")
      .select("subject")
      .where("action", "=", "rotate-vapid-key")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(subject).toBe(`vapid-key:${third.id}`);
  });

  it("come last once they are retired, so that none is offered to new subscriptions", async () => {
    const [newest = "", ...older] = await load();
    await db.updateTable("vapid_key").set({ retired_at: START }).where("id", "=", newest).execute();
    expect(await load()).toEqual([...older, newest]);
  });

  it("are kept encrypted", async () => {
    const [key] = await loadVapidKeys(db, secrets);
    const rows = await db.selectFrom("vapid_key").select("private_key_encrypted").execute();
    const privateKey = Buffer.from(key.privateKey, "base64url");
    expect(privateKey).toHaveLength(32);
    for (const row of rows) {
      expect(row.private_key_encrypted.includes(privateKey)).toBe(false);
      expect(row.private_key_encrypted.includes(key.privateKey)).toBe(false);
    }
  });
});
