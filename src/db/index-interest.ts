import { sql } from "kysely";
import type { Database } from "./open-database.ts";

/** Who wants to hear of all areas. */
export const EVERYWHERE = "*";

/**
 * Takes subscriptions out of the index of who wants what; part of the caller's transaction, and before anything about them
 * changes, because the rows are found by what they hold.
 */
export async function unindexInterest(db: Database, numbers: readonly number[]): Promise<void> {
  await sql`
    delete from subscription_interest i using subscription s
    where s.number = any(${numbers}::int[]) and i.subscription = s.number
      and i.area = any(case when s.areas = '{}' then array[${EVERYWHERE}::text] else s.areas end)`.execute(
    db,
  );
}

/** Puts subscriptions into the index as they stand now, those that can be reached: confirmed, and not ended. */
export async function indexInterest(db: Database, numbers: readonly number[]): Promise<void> {
  await sql`
    insert into subscription_interest (area, subscription, push_service_id, level_floor, is_outreach, class_mask)
    select unnest(case when s.areas = '{}' then array[${EVERYWHERE}::text] else s.areas end), s.number, s.push_service_id,
      s.level_floor, s.audience = 'outreach',
      (select coalesce(bit_or(1::bigint << c.bit), 0) from substance_class c where c.id = any(s.substance_classes))
    from subscription s
    where s.number = any(${numbers}::int[]) and s.confirmed_at is not null and s.ended_at is null
    on conflict do nothing`.execute(db);
}

/** Gives every substance class that somebody asks for a bit of the mask, once and for good. */
export async function numberClasses(db: Database, classes: readonly string[]): Promise<void> {
  if (classes.length === 0) return;
  const numbered = await db.selectFrom("substance_class").select("id").where("id", "in", classes).execute();
  if (numbered.length === classes.length) return;
  // Two at the same moment must not give the same bit to different classes.
  await sql`lock table substance_class in share row exclusive mode`.execute(db);
  for (const id of classes)
    await sql`
      insert into substance_class (id, bit) select ${id}, coalesce(max(bit) + 1, 0) from substance_class
      on conflict (id) do nothing`.execute(db);
}
