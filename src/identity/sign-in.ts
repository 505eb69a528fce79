import { v7 as uuidv7 } from "uuid";
import type { Database } from "../db/open-database.ts";
import { audit } from "../db/audit.ts";
import { hashToken, newToken } from "../secrets.ts";
import type { Caller } from "./api-key.ts";

const LINK_HOURS = 24;
const LONGEST_SIGN_IN_HOURS = 12;
const IDLE_MINUTES = 60;
const HOUR_MS = 3_600_000;
const LATER = (now: Date, hours: number) => new Date(now.getTime() + hours * HOUR_MS);

/** A link that works once within 24 hours. Without a reviewer it makes the first one. */
export async function createLink(db: Database, reviewerId: string | null, now: Date): Promise<string> {
  const token = newToken();
  if (reviewerId === null) await db.deleteFrom("one_time_link").where("reviewer_id", "is", null).execute();
  await db
    .insertInto("one_time_link")
    .values({
      token_hash: hashToken(token),
      reviewer_id: reviewerId,
      expires_at: LATER(now, LINK_HOURS),
      used_at: null,
    })
    .execute();
  if (reviewerId !== null) await audit(db, "operator", "create-link", `reviewer:${reviewerId}`);
  return token;
}

const usableLink = (db: Database, token: string, now: Date) =>
  db
    .selectFrom("one_time_link")
    .leftJoin("reviewer", "reviewer.id", "one_time_link.reviewer_id")
    .select(["one_time_link.token_hash", "one_time_link.reviewer_id"])
    .where("one_time_link.token_hash", "=", hashToken(token))
    .where("one_time_link.used_at", "is", null)
    .where("one_time_link.expires_at", ">", now)
    .where("reviewer.disabled_at", "is", null);

export type LinkState = "first-reviewer" | "sign-in" | "unusable";

/** What a link is good for, without using it (browsers and chat programs open links ahead of people). */
export async function inspectLink(db: Database, token: string, now: Date): Promise<LinkState> {
  const link = await usableLink(db, token, now).executeTakeFirst();
  if (!link) return "unusable";
  return link.reviewer_id === null ? "first-reviewer" : "sign-in";
}

export type SignInOutcome =
  | { outcome: "signed-in"; token: string }
  | { outcome: "unusable" }
  | { outcome: "needs-name" };

/** Uses a link up and starts a sign-in; the first reviewer also says who they are and for which organisation. */
export async function useLink(
  db: Database,
  token: string,
  first: { name: string; organisation: string } | undefined,
  now: Date,
): Promise<SignInOutcome> {
  return db.transaction().execute(async (trx) => {
    const link = await usableLink(trx, token, now).forUpdate("one_time_link").executeTakeFirst();
    if (!link) return { outcome: "unusable" };
    if (link.reviewer_id === null && !first) return { outcome: "needs-name" };
    const reviewerId =
      link.reviewer_id ?? (await createReviewer(trx, first?.organisation ?? "", first?.name ?? ""));
    await trx
      .updateTable("one_time_link")
      .set({ used_at: now })
      .where("token_hash", "=", link.token_hash)
      .execute();
    const session = newToken();
    await trx
      .insertInto("sign_in")
      .values({
        token_hash: hashToken(session),
        reviewer_id: reviewerId,
        started_at: now,
        last_seen_at: now,
        expires_at: LATER(now, LONGEST_SIGN_IN_HOURS),
      })
      .execute();
    await audit(trx, `reviewer:${reviewerId}`, "sign-in", `reviewer:${reviewerId}`);
    return { outcome: "signed-in", token: session };
  });
}

/** The reviewer with this name in this organisation; both are made when they do not exist. */
export async function createReviewer(db: Database, organisation: string, name: string): Promise<string> {
  const organisationId = await findOrCreateOrganisation(db, organisation);
  const known = await db
    .selectFrom("reviewer")
    .select("id")
    .where("organisation_id", "=", organisationId)
    .where("name", "=", name)
    .executeTakeFirst();
  if (known) return known.id;
  const id = uuidv7();
  await db
    .insertInto("reviewer")
    .values({ id, organisation_id: organisationId, name, disabled_at: null })
    .execute();
  await audit(db, "operator", "create-reviewer", `reviewer:${id}`);
  return id;
}

export async function findOrCreateOrganisation(db: Database, name: string): Promise<string> {
  await db
    .insertInto("organisation")
    .values({ id: uuidv7(), name })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await db.selectFrom("organisation").select("id").where("name", "=", name).executeTakeFirstOrThrow())
    .id;
}

/** The reviewer behind a sign-in that is neither too old nor idle for an hour; being used keeps it alive. */
export async function callerOfSignIn(db: Database, token: string, now: Date): Promise<Caller | undefined> {
  const row = await db
    .updateTable("sign_in")
    .set({ last_seen_at: now })
    .from("reviewer")
    .whereRef("reviewer.id", "=", "sign_in.reviewer_id")
    .where("token_hash", "=", hashToken(token))
    .where("expires_at", ">", now)
    .where("last_seen_at", ">", new Date(now.getTime() - IDLE_MINUTES * 60_000))
    .where("reviewer.disabled_at", "is", null)
    .returning(["reviewer.id", "reviewer.name", "reviewer.organisation_id"])
    .executeTakeFirst();
  return (
    row && {
      organisationId: row.organisation_id,
      scopes: ["review", "read"],
      reviewer: { id: row.id, name: row.name },
    }
  );
}

export const signOut = (db: Database, token: string) =>
  db.deleteFrom("sign_in").where("token_hash", "=", hashToken(token)).execute();
