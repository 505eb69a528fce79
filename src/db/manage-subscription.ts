import { LEVELS } from "../domain/level.ts";
import { hashToken } from "../secrets.ts";
import type { Database } from "./open-database.ts";
import type { Schema } from "./schema.ts";

/** Everything that is kept about a subscription and may be shown to whoever holds its token; never the endpoint. */
export async function readSubscription(db: Database, id: string, token: string) {
  const row = await db
    .selectFrom("subscription")
    .select([
      "id",
      "channel",
      "areas",
      "substance_classes",
      "level_floor",
      "language",
      "audience",
      "created_at",
      "ended_at",
      "ended_reason",
    ])
    .where("id", "=", id)
    .where("management_hash", "=", hashToken(token))
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      channel: row.channel,
      audience: row.audience,
      interest: {
        areas: row.areas,
        substanceClasses: row.substance_classes,
        levelFloor: LEVELS[row.level_floor],
        language: row.language,
      },
      createdAt: row.created_at,
      endedAt: row.ended_at,
      endedReason: row.ended_reason,
    }
  );
}

type InterestColumns = Pick<
  Schema["subscription"],
  "areas" | "area_paths" | "substance_classes" | "level_floor" | "language"
>;

export async function changeInterest(
  db: Database,
  id: string,
  token: string,
  columns: InterestColumns,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("subscription")
    .set(columns)
    .where("id", "=", id)
    .where("management_hash", "=", hashToken(token))
    .where("ended_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Erases a subscription with its deliveries at once; nothing of it is kept. */
export async function endSubscription(db: Database, id: string, token: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("subscription")
    .where("id", "=", id)
    .where("management_hash", "=", hashToken(token))
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
