import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { askForConfirmation } from "../db/confirmation-events.ts";
import { indexInterest, numberClasses, unindexInterest } from "../db/index-interest.ts";
import type { InterestColumns } from "../db/manage-subscription.ts";
import type { Database } from "../db/open-database.ts";
import { findOrCreatePushService } from "../db/push-services.ts";
import { hashToken, newToken, type Secrets } from "../secrets.ts";
import { type PushAddress, sealAddress, type WebhookAddress } from "./subscriber-address.ts";

/** Where to send, and for whom. `pushService`: its name, see push-endpoint.ts. */
export interface NewDestination {
  channel: "web-push" | "webhook";
  pushService: string;
  organisation_id: string | null;
  vapid_key_id: string | null;
  audience: "public" | "outreach";
}

export interface Saved {
  outcome: "subscribed";
  id: string;
  number: number;
  managementToken: string;
}

/**
 * What a destination is found by. Each organisation has its own webhook at an address: registering one that another uses must
 * not take it over. A browser's endpoint and its secret together are one subscription, whoever invited it: who knows an
 * endpoint alone must not put other keys in the place of its owner's, who could then read nothing any more.
 */
export const hashEndpoint = (
  secrets: Secrets,
  { organisation_id }: Pick<NewDestination, "organisation_id">,
  address: PushAddress | WebhookAddress,
): Buffer =>
  secrets.keyedHash(
    "auth" in address ? `${address.endpoint} ${address.auth}` : `${organisation_id} ${address.endpoint}`,
    "endpoint",
  );

/**
 * Stores a destination, encrypted, found again by keyed hash. It is sent a first message, and has to answer it. Part of the
 * caller's transaction.
 */
export async function saveSubscription(
  { db, secrets }: { db: Database; secrets: Secrets },
  { pushService, ...destination }: NewDestination,
  address: PushAddress | WebhookAddress,
  columns: InterestColumns,
): Promise<Saved> {
  const managementToken = newToken();
  const endpoint_hash = hashEndpoint(secrets, destination, address);
  // Who was invited once stays so, also when the browser subscribes again by itself.
  const invited =
    destination.audience === "outreach"
      ? { audience: destination.audience, organisation_id: destination.organisation_id }
      : {};
  const changeable = {
    address_sealed: sealAddress(secrets, address),
    vapid_key_id: destination.vapid_key_id,
    management_hash: hashToken(managementToken),
    ...columns,
  };
  await numberClasses(db, columns.substance_classes);
  const known = await db
    .selectFrom("subscription")
    .select(["id", "number", "ended_at", "confirmed_at", "vapid_key_id"])
    .where("endpoint_hash", "=", endpoint_hash)
    .forUpdate()
    .executeTakeFirst();
  if (known) {
    // What was made for another key of ours has to show again that it can be reached with this one.
    const hasSameKey = known.vapid_key_id === destination.vapid_key_id;
    const isConfirmed = known.confirmed_at !== null && !known.ended_at && hasSameKey;
    await unindexInterest(db, [known.number]);
    await db
      .updateTable("subscription")
      .set({ ...changeable, ...invited, needs_new_subscription: false, ended_at: null, ended_reason: null })
      // Who was gone has to answer again, and who has not answered yet gets another day for it.
      .set(isConfirmed ? {} : { confirmed_at: null, created_at: sql<Date>`now()` })
      .where("number", "=", known.number)
      .execute();
    await indexInterest(db, [known.number]);
    await db.deleteFrom("message_key").where("subscription", "=", known.number).execute();
    if (!isConfirmed) await askForConfirmation(db, known.id);
    return { outcome: "subscribed", id: known.id, number: known.number, managementToken };
  }
  const made = await db
    .insertInto("subscription")
    .values({
      id: uuidv7(),
      ...destination,
      ...changeable,
      push_service_id: await findOrCreatePushService(db, pushService),
      endpoint_hash,
      confirmed_at: null,
      ended_at: null,
      ended_reason: null,
    })
    .returning(["id", "number"])
    .executeTakeFirstOrThrow();
  await askForConfirmation(db, made.id);
  return { outcome: "subscribed", ...made, managementToken };
}
