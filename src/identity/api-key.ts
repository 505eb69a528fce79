import { randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import * as z from "zod";
import type { Database } from "../db/open-database.ts";
import { audit } from "../db/audit.ts";
import { hashToken } from "../secrets.ts";

export const SCOPES = ["submit", "read", "review", "webhook"] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

/** Who calls: a key of an organisation, or a reviewer who signed in. */
export interface Caller {
  organisationId: string;
  scopes: readonly Scope[];
  reviewer: { id: string; name: string } | undefined;
}

/**
 * `tocsin_<id>_<secret>_<check>`: 48-bit id, 256-bit secret, CRC-32 of what stands before it, so that secret scanners and
 * typing mistakes are recognised without asking the database.
 */
export const KEY_PATTERN = /^tocsin_([0-9a-f]{12})_([A-Za-z0-9_-]{43})_([0-9a-f]{8})$/;

const check = (text: string): string => crc32(text).toString(16).padStart(8, "0");

export interface NewKey {
  id: string;
  /** Shown once, never stored. */
  key: string;
}

/** Makes a key for an organisation. A key with the scope `review` acts for one named reviewer. */
export async function createKey(
  db: Database,
  key: { organisationId: string; name: string; scopes: readonly Scope[]; reviewerId?: string },
): Promise<NewKey> {
  const id = randomBytes(6).toString("hex");
  const secret = randomBytes(32).toString("base64url");
  const body = `tocsin_${id}_${secret}`;
  await db
    .insertInto("api_key")
    .values({
      id,
      organisation_id: key.organisationId,
      reviewer_id: key.reviewerId ?? null,
      name: key.name,
      secret_hash: hashToken(secret),
      scopes: [...key.scopes],
      last_used_on: null,
      revoked_at: null,
    })
    .execute();
  await audit(db, "operator", "create-key", `key:${id}`, { scopes: key.scopes.join(" ") });
  return { id, key: `${body}_${check(body)}` };
}

export async function revokeKey(
  db: Database,
  id: string,
  now: Date,
): Promise<{ outcome: "revoked" } | { outcome: "unknown" }> {
  const { numUpdatedRows } = await db
    .updateTable("api_key")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return { outcome: "unknown" };
  await audit(db, "operator", "revoke-key", `key:${id}`);
  return { outcome: "revoked" };
}

export const listKeys = (db: Database) =>
  db
    .selectFrom("api_key as k")
    .innerJoin("organisation as o", "o.id", "k.organisation_id")
    .leftJoin("reviewer as r", "r.id", "k.reviewer_id")
    .select([
      "k.id",
      "k.name",
      "k.scopes",
      "k.created_at",
      "k.last_used_on",
      "k.revoked_at",
      "o.name as organisation",
      "r.name as reviewer",
    ])
    .orderBy("k.created_at")
    .execute();

/** The caller that a key stands for; undefined when it is malformed, unknown, revoked or its reviewer disabled. */
export async function callerOfKey(db: Database, key: string, now: Date): Promise<Caller | undefined> {
  const [, id, secret, crc] = KEY_PATTERN.exec(key) ?? [];
  if (id === undefined || secret === undefined || crc !== check(`tocsin_${id}_${secret}`)) return undefined;
  const row = await db
    .selectFrom("api_key as k")
    .leftJoin("reviewer as r", "r.id", "k.reviewer_id")
    .select([
      "k.secret_hash",
      "k.organisation_id",
      "k.scopes",
      "k.last_used_on",
      "r.id as reviewer_id",
      "r.name as reviewer_name",
      "r.disabled_at",
    ])
    .where("k.id", "=", id)
    .where("k.revoked_at", "is", null)
    .executeTakeFirst();
  if (!row || row.disabled_at !== null || !timingSafeEqual(row.secret_hash, hashToken(secret)))
    return undefined;
  const today = now.toISOString().slice(0, 10);
  if (String(row.last_used_on) !== today)
    await db.updateTable("api_key").set({ last_used_on: today }).where("id", "=", id).execute();
  return {
    organisationId: row.organisation_id,
    scopes: z.array(Scope).parse(row.scopes),
    reviewer:
      row.reviewer_id !== null && row.reviewer_name !== null
        ? { id: row.reviewer_id, name: row.reviewer_name }
        : undefined,
  };
}
