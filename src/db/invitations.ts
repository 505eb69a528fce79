import { v7 as uuidv7 } from "uuid";
import type { InvitationRequest, ListedInvitation } from "../domain/invitation.ts";
import { hashToken, newToken } from "../secrets.ts";
import { audit } from "./audit.ts";
import type { Database } from "./open-database.ts";

const DAY_MS = 86_400_000;
const MOST_LISTED = 200;

export interface NewInvitation {
  id: string;
  /** Stands in the link; shown once, never stored. */
  token: string;
  expiresAt: Date;
}

/** Makes an invitation of an organisation. `reviewerId`: null for the operator. */
export async function createInvitation(
  db: Database,
  by: { organisationId: string; reviewerId: string | null },
  { name, validDays, mostUses }: InvitationRequest,
  now: Date,
): Promise<NewInvitation> {
  const [id, token] = [uuidv7(), newToken()];
  const expiresAt = new Date(now.getTime() + validDays * DAY_MS);
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto("invitation")
      .values({
        id,
        organisation_id: by.organisationId,
        token_hash: hashToken(token),
        name: name ?? null,
        created_by: by.reviewerId,
        created_at: now,
        expires_at: expiresAt,
        most_uses: mostUses,
        revoked_at: null,
      })
      .execute();
    await audit(trx, actorOf(by.reviewerId), "invite", `invitation:${id}`, { validDays, mostUses });
  });
  return { id, token, expiresAt };
}

/** Ends an invitation; who subscribed by it stays. False when this organisation has no such invitation that could be ended. */
export async function revokeInvitation(
  db: Database,
  id: string,
  by: { organisationId: string | undefined; reviewerId: string | null },
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("invitation")
      .set({ revoked_at: now })
      .where("id", "=", id)
      .$if(by.organisationId !== undefined, (query) =>
        query.where("organisation_id", "=", by.organisationId ?? ""),
      )
      .where("revoked_at", "is", null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await audit(trx, actorOf(by.reviewerId), "revoke-invitation", `invitation:${id}`);
    return true;
  });
}

/** The newest 200 invitations of an organisation, or of all, newest first. */
export async function listInvitations(
  db: Database,
  organisationId: string | undefined,
  now: Date,
): Promise<ListedInvitation[]> {
  const rows = await db
    .selectFrom("invitation as i")
    .innerJoin("organisation as o", "o.id", "i.organisation_id")
    .leftJoin("reviewer as r", "r.id", "i.created_by")
    .select(["i.id", "i.name", "i.created_at", "i.expires_at", "i.uses", "i.most_uses", "i.revoked_at"])
    .select(["o.name as organisation", "r.name as creator"])
    .$if(organisationId !== undefined, (query) => query.where("o.id", "=", organisationId ?? ""))
    .orderBy("i.created_at", "desc")
    .orderBy("i.id", "desc")
    .limit(MOST_LISTED)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name ?? undefined,
    organisation: row.organisation,
    createdBy: row.creator ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    uses: row.uses,
    mostUses: row.most_uses,
    revokedAt: row.revoked_at ?? undefined,
    isUsable: row.revoked_at === null && row.expires_at > now && row.uses < row.most_uses,
  }));
}

/** The name of the organisation that a usable invitation comes from. */
export async function invitingOrganisation(
  db: Database,
  token: string,
  now: Date,
): Promise<string | undefined> {
  const row = await db
    .selectFrom("invitation as i")
    .innerJoin("organisation as o", "o.id", "i.organisation_id")
    .select("o.name")
    .where("i.token_hash", "=", hashToken(token))
    .where("i.expires_at", ">", now)
    .where("i.revoked_at", "is", null)
    .whereRef("i.uses", "<", "i.most_uses")
    .executeTakeFirst();
  return row?.name;
}

const actorOf = (reviewerId: string | null): string =>
  reviewerId === null ? "operator" : `reviewer:${reviewerId}`;
