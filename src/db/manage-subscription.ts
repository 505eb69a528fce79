import { LEVELS } from "../domain/level.ts";
import { sayTimeOfDay } from "../domain/quiet-hours.ts";
import { hashToken } from "../secrets.ts";
import { askAgainForConfirmation } from "./confirmation-events.ts";
import { eraseSubscriptions } from "./erase-subscriptions.ts";
import { indexInterest, numberClasses, unindexInterest } from "./index-interest.ts";
import type { Database } from "./open-database.ts";
import type { Schema } from "./schema.ts";

const TEST_PAUSE_SECONDS = 60;

/** Everything that is kept about a subscription and may be shown to whoever holds its token: all but the endpoint and the keys. */
export async function readSubscription(db: Database, id: string, token: string) {
  const row = await db
    .selectFrom("subscription as s")
    .innerJoin("push_service as p", "p.id", "s.push_service_id")
    .leftJoin("organisation as o", "o.id", "s.organisation_id")
    .select([
      "s.id",
      "s.channel",
      "s.audience",
      "s.areas",
      "s.substance_classes",
      "s.level_floor",
      "s.language",
    ])
    .select(["s.quiet_from", "s.quiet_to", "s.quiet_below", "s.time_zone", "s.vapid_key_id"])
    .select(["s.created_at", "s.confirmed_at", "s.needs_new_subscription", "s.ended_at", "s.ended_reason"])
    .select(["p.name as push_service", "o.name as organisation"])
    .where("s.id", "=", id)
    .where("s.management_hash", "=", hashToken(token))
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      channel: row.channel,
      pushService: row.push_service,
      applicationServerKeyId: row.vapid_key_id,
      audience: row.audience,
      organisation: row.organisation,
      interest: interestOf(row),
      createdAt: row.created_at,
      confirmedAt: row.confirmed_at,
      needsNewSubscription: row.needs_new_subscription,
      endedAt: row.ended_at,
      endedReason: row.ended_reason,
    }
  );
}

type Quiet = Pick<Schema["subscription"], "quiet_from" | "quiet_to" | "quiet_below" | "time_zone">;

const quietHoursOf = ({ quiet_from, quiet_to, quiet_below, time_zone }: Quiet) =>
  quiet_from === null || quiet_to === null || quiet_below === null || time_zone === null
    ? {}
    : {
        quietHours: {
          from: sayTimeOfDay(quiet_from),
          to: sayTimeOfDay(quiet_to),
          timeZone: time_zone,
          below: LEVELS[quiet_below],
        },
      };

/** An interest as it is stored. */
export type InterestColumns = Quiet &
  Pick<Schema["subscription"], "areas" | "substance_classes" | "level_floor" | "language">;

/** The same as it is asked for. */
export const interestOf = (row: InterestColumns) => ({
  areas: row.areas,
  substanceClasses: row.substance_classes,
  levelFloor: LEVELS[row.level_floor],
  language: row.language,
  ...quietHoursOf(row),
});

/** The subscription with this id and token, also one that has ended; locked until the transaction ends. */
export const lockOwn = (db: Database, id: string, token: string) =>
  db
    .selectFrom("subscription")
    .select(["number", "channel", "organisation_id", "ended_at"])
    .where("id", "=", id)
    .where("management_hash", "=", hashToken(token))
    .forUpdate()
    .executeTakeFirst();

export const changeInterest = (
  db: Database,
  id: string,
  token: string,
  columns: InterestColumns,
): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const own = await lockOwn(trx, id, token);
    if (!own || own.ended_at) return false;
    await numberClasses(trx, columns.substance_classes);
    await unindexInterest(trx, [own.number]);
    await trx.updateTable("subscription").set(columns).where("number", "=", own.number).execute();
    await indexInterest(trx, [own.number]);
    return true;
  });

/** Erases a subscription at once, whatever state it is in. */
export const endSubscription = (db: Database, id: string, token: string): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const own = await lockOwn(trx, id, token);
    if (!own) return false;
    await eraseSubscriptions(trx, [own.number]);
    return true;
  });

export type TestOutcome =
  | { outcome: "asked" | "unknown" | "not-a-browser" }
  | { outcome: "too-soon"; seconds: number };

/** Asks for another message such as the first one, at most once a minute. */
export const askForTest = (db: Database, id: string, token: string): Promise<TestOutcome> =>
  db.transaction().execute(async (trx): Promise<TestOutcome> => {
    const own = await lockOwn(trx, id, token);
    if (!own || own.ended_at) return { outcome: "unknown" };
    if (own.channel !== "web-push") return { outcome: "not-a-browser" };
    return askAgainForConfirmation(trx, id, TEST_PAUSE_SECONDS);
  });
