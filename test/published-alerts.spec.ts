import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sql } from "kysely";
import { openDatabase } from "../src/db/open-database.ts";
import { databaseAlertReader, recentAlerts } from "../src/db/published-alerts.ts";
import { canonicalJson } from "../src/domain/canonical-json.ts";
import { silentLog } from "../src/log.ts";
import { aContent, minutesAgo, NOW } from "./support/invented-alerts.ts";
import { cloneDatabase } from "./support/throwaway-postgres.ts";

describe("alerts of a long summer", () => {
  let database: Awaited<ReturnType<typeof cloneDatabase>>;
  let db: ReturnType<typeof openDatabase>;
  beforeAll(async () => {
    database = await cloneDatabase(inject("adminUrl"), inject("template"));
    db = openDatabase(database.url, silentLog, { connections: 1 });
    await sql`insert into organisation (id, name) values (gen_random_uuid(), 'Night Owl')`.execute(db);
    await sql`insert into reviewer (id, organisation_id, name) select gen_random_uuid(), id, 'Anna' from organisation`.execute(
      db,
    );
  });
  afterAll(async () => {
    await db?.destroy();
    await database?.drop();
  });

  /** Publishes that many alerts, the first of them a week ago and each a minute after the one before. */
  const publish = async (count: number) => {
    const content = canonicalJson(aContent());
    const from = minutesAgo(7 * 24 * 60);
    await sql`
      with opened as (
        insert into alert (id, group_key, substance_id, area, first_result_at, last_result_at)
        select gen_random_uuid(), 'key', 'mdma', 'PL-14', ${from}, ${from} from generate_series(1, ${count}::int) returning id
      )
      insert into alert_revision (alert_id, revision, msg_type, state, level, drafted_level, content)
      select id, 1, 'Alert', 'in-review', 'warning', 'warning', ${content} from opened`.execute(db);
    await sql`
      insert into approval (alert_id, revision, reviewer_id, content_hash)
      select r.alert_id, 1, reviewer.id, content_hash from alert_revision r, reviewer where state = 'in-review'`.execute(
      db,
    );
    await sql`
      update alert_revision r set state = 'published', expires_at = ${NOW}::timestamptz + interval '7 days',
        published_at = ${from}::timestamptz + n * interval '1 minute'
      from (select alert_id, row_number() over (order by alert_id) as n from alert_revision where state = 'in-review') waiting
      where waiting.alert_id = r.alert_id`.execute(db);
  };

  it("are all read while they are published, and of the ended ones the 500 that ended last", async () => {
    await publish(502);
    await sql`
      update alert_revision r set state = 'expired', closed_at = ${NOW}::timestamptz - n * interval '1 minute'
      from (select alert_id, row_number() over (order by alert_id) as n from alert_revision) numbered
      where numbered.alert_id = r.alert_id`.execute(db);
    await publish(501);
    const alerts = await recentAlerts(db, NOW);
    const times = alerts.map(({ publishedAt }) => publishedAt.getTime());
    expect(Map.groupBy(alerts, ({ state }) => state).get("published")).toHaveLength(501);
    expect(alerts).toHaveLength(1_001);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(await databaseAlertReader(db, () => NOW).alerts()).toHaveLength(1_001);
  });
});
