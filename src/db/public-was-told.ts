import type { Database } from "./open-database.ts";

/** Whether a revision of this alert was ever published for everybody. From then on the public hears of every change. */
export async function publicWasTold(db: Database, alertId: string): Promise<boolean> {
  const told = await db
    .selectFrom("alert_revision")
    .select("revision")
    .where("alert_id", "=", alertId)
    .where("published_at", "is not", null)
    .where("audience", "=", "public")
    .limit(1)
    .executeTakeFirst();
  return told !== undefined;
}
