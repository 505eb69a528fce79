import type { Database } from "./open-database.ts";

/** Writes down who did what, in the transaction that does it. `actor` is "reviewer:…", "key:…", "operator" or "clock". */
export async function audit(
  db: Database,
  actor: string,
  action: string,
  subject: string,
  detail: Record<string, string | number> = {},
): Promise<void> {
  await db
    .insertInto("audit")
    .values({ actor, action, subject, detail: JSON.stringify(detail) })
    .execute();
}
