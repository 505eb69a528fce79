import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { indexInterest, numberClasses } from "../src/db/index-interest.ts";
import type { Database } from "../src/db/open-database.ts";
import { findOrCreatePushService } from "../src/db/push-services.ts";
import type { Reach } from "../src/pipeline/expand-fan-out.ts";

/** Sixteen regions and six families, in equal parts: each pair is one subscription of 96. */
const REGIONS = Array.from({ length: 16 }, (_, index) => `PL-${String(2 * (index + 1)).padStart(2, "0")}`);
const FAMILIES = ["opioid", "stimulant", "empathogen", "dissociative", "psychedelic", "depressant"];
const RED = 3;
const ROWS_A_STEP = 50_000;
/** As long as a sealed address is. */
const ADDRESS_BYTES = 365;

const reach = (areas: readonly string[], substanceClasses: readonly string[]): Reach => ({
  areas: ["*", "PL", ...areas],
  level: RED,
  substanceClasses,
  onlyOutreach: false,
});

export const EVERYBODY = reach(REGIONS, FAMILIES);
export const ONE_REGION_AND_FAMILY = reach(["PL-14"], ["opioid"]);

/** What the crowd's rows refer to. */
export async function prepareCrowd(db: Database): Promise<void> {
  await db.transaction().execute((trx) => numberClasses(trx, FAMILIES));
  for (const name of ["fcm.googleapis.com", "updates.push.services.mozilla.com"])
    await findOrCreatePushService(db, name);
  await db
    .insertInto("vapid_key")
    .values({ id: "bench", public_key: "-", private_key_encrypted: Buffer.of(0), retired_at: null })
    .execute();
}

/** Adds subscriptions until there are so many, three at one push service for each at the other. Nothing can be sent to them. */
export async function growCrowd(db: Database, from: number, to: number): Promise<void> {
  for (let after = from; after < to; after += ROWS_A_STEP) {
    const last = Math.min(to, after + ROWS_A_STEP);
    const { rows } = await sql<{ number: number }>`
      insert into subscription (id, channel, push_service_id, endpoint_hash, address_sealed, vapid_key_id,
        management_hash, areas, substance_classes, level_floor, audience, language, confirmed_at)
      select gen_random_uuid(), 'web-push', 1 + (n % 4 = 0)::int, sha256(n::text::bytea),
        convert_to(repeat('a', ${ADDRESS_BYTES}), 'UTF8'), 'bench',
        sha256(n::text::bytea), array[(${REGIONS}::text[])[1 + n % 16]], array[(${FAMILIES}::text[])[1 + (n / 16) % 6]],
        0, 'public', 'en', now()
      from generate_series(${after + 1}::int, ${last}::int) n
      returning number`.execute(db);
    await indexInterest(
      db,
      rows.map(({ number }) => number),
    );
  }
  await sql`vacuum analyze subscription, subscription_interest`.execute(db);
}

/** Writes an alert that stands published, past all who would have to approve it, and gives its id. */
export async function insertPublishedAlert(db: Database): Promise<string> {
  const id = randomUUID();
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql`
      insert into alert (id, group_key, substance_id, area, first_result_at, last_result_at)
      values (${id}, ${id}, 'mdma', 'PL', now(), now())`.execute(trx);
    await sql`
      insert into alert_revision (alert_id, revision, msg_type, state, level, drafted_level, content, content_hash, published_at, expires_at)
      values (${id}, 1, 'Alert', 'published', 'red', 'red', '{"level":"red"}', sha256(''), now(), now() + interval '1 day')`.execute(
      trx,
    );
  });
  return id;
}
