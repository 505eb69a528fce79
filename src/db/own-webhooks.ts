import { askAgainForConfirmation } from "./confirmation-events.ts";
import { eraseSubscriptions } from "./erase-subscriptions.ts";
import type { Database } from "./open-database.ts";

const TEST_PAUSE_SECONDS = 60;

const webhooksOf = (db: Database, organisationId: string) =>
  db
    .selectFrom("subscription as s")
    .select(["s.id", "s.number", "s.push_service_id", "s.address_sealed"])
    .select(["s.areas", "s.substance_classes", "s.level_floor", "s.language"])
    .select(["s.quiet_from", "s.quiet_to", "s.quiet_below", "s.time_zone"])
    .select(["s.created_at", "s.confirmed_at", "s.ended_at", "s.ended_reason"])
    .select((eb) =>
      eb
        .selectFrom("outbox")
        .select("last_failure")
        .where("topic", "=", "subscription-made")
        .whereRef("subject_id", "=", "s.id")
        .as("last_failure"),
    )
    .where("s.channel", "=", "webhook")
    .where("s.organisation_id", "=", organisationId);

export type WebhookRow = Awaited<ReturnType<ReturnType<typeof webhooksOf>["execute"]>>[number];

/** Every webhook that an organisation has registered and not erased, oldest first, also those that have ended. */
export const listWebhooks = (db: Database, organisationId: string): Promise<WebhookRow[]> =>
  webhooksOf(db, organisationId).orderBy("s.number").execute();

/** One of them; undefined when it is unknown or another organisation's. `locked`: until the caller's transaction ends. */
export const findWebhook = (
  db: Database,
  organisationId: string,
  id: string,
  { locked = false } = {},
): Promise<WebhookRow | undefined> =>
  webhooksOf(db, organisationId)
    .where("s.id", "=", id)
    .$if(locked, (query) => query.forUpdate("s"))
    .executeTakeFirst();

/** Erases a webhook at once. False: there is none. */
export const endWebhook = (db: Database, organisationId: string, id: string): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const own = await findWebhook(trx, organisationId, id, { locked: true });
    if (own) await eraseSubscriptions(trx, [own.number]);
    return own !== undefined;
  });

export type WebhookTestOutcome =
  | { outcome: "asked" | "unknown" | "ended" }
  | { outcome: "too-soon"; seconds: number };

/** Asks for another challenge, at most once a minute. */
export const askForChallenge = (
  db: Database,
  organisationId: string,
  id: string,
): Promise<WebhookTestOutcome> =>
  db.transaction().execute(async (trx): Promise<WebhookTestOutcome> => {
    const own = await findWebhook(trx, organisationId, id, { locked: true });
    if (!own) return { outcome: "unknown" };
    if (own.ended_at) return { outcome: "ended" };
    return askAgainForConfirmation(trx, id, TEST_PAUSE_SECONDS);
  });
