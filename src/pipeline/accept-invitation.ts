import type { Database } from "../db/open-database.ts";
import { hashToken } from "../secrets.ts";

export type AcceptOutcome = { outcome: "accepted"; organisationId: string } | { outcome: "unusable" };

/**
 * Uses an invitation for the subscription with this endpoint hash: once, however often the same browser asks. Unusable when it
 * is unknown, expired, revoked or used up. Part of the caller's transaction, so that a use counts only if somebody subscribed.
 */
export async function acceptInvitation(
  db: Database,
  token: string,
  endpointHash: Buffer,
  now: Date,
): Promise<AcceptOutcome> {
  const token_hash = hashToken(token);
  const guest = await db
    .selectFrom("invitation as i")
    .innerJoin("subscription as s", "s.organisation_id", "i.organisation_id")
    .select("i.organisation_id")
    .where("i.token_hash", "=", token_hash)
    .where("s.endpoint_hash", "=", endpointHash)
    .where("s.audience", "=", "outreach")
    .executeTakeFirst();
  if (guest) return { outcome: "accepted", organisationId: guest.organisation_id };
  const used = await db
    .updateTable("invitation")
    .set((eb) => ({ uses: eb("uses", "+", 1) }))
    .where("token_hash", "=", token_hash)
    .where("expires_at", ">", now)
    .where("revoked_at", "is", null)
    .whereRef("uses", "<", "most_uses")
    .returning("organisation_id")
    .executeTakeFirst();
  return used ? { outcome: "accepted", organisationId: used.organisation_id } : { outcome: "unusable" };
}
