import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sql } from "kysely";
import { openLiveAlerts } from "../src/db/live-alerts.ts";
import { openDatabase } from "../src/db/open-database.ts";
import { readSnapshot } from "../src/db/published-alerts.ts";
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

  /** Ends all that are published, one a minute, the last one so many days ago. */
  const expire = (daysAgo: number) =>
    sql`
    update alert_revision r set state = 'expired', closed_at = ${minutesAgo(daysAgo * 24 * 60)}::timestamptz - n * interval '1 minute'
    from (select alert_id, row_number() over (order by alert_id) as n from alert_revision where state = 'published') numbered
    where numbered.alert_id = r.alert_id`.execute(db);
  const unreadable = (alertId: string) => {
    throw new Error(`alert ${alertId} cannot be read`);
  };
  const countByState = async () => {
    const { alerts } = await readSnapshot(db, NOW, unreadable);
    return Object.fromEntries(
      [...Map.groupBy(alerts, ({ state }) => state)].map(([state, some]) => [state, some.length]),
    );
  };

  it("are all read while they are published, and of the ended ones at least the hundred that ended last", async () => {
    await publish(150);
    await expire(100);
    await publish(5);
    await expire(80);
    await publish(3);
    expect(await countByState()).toEqual({ published: 3, expired: 100 });
    const { alerts } = await readSnapshot(db, NOW, unreadable);
    const times = alerts.map(({ publishedAt }) => publishedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it("and all that ended in the last 90 days", async () => {
    await expire(1);
    await publish(200);
    await expire(2);
    expect(await countByState()).toEqual({ expired: 208 });
  });

  it("are read again by whoever keeps them in memory once something has changed, and only then", async () => {
    const live = openLiveAlerts(db, () => NOW, silentLog);
    const before = await live.snapshot();
    await live.look();
    expect((await live.snapshot()).alerts).toBe(before.alerts);
    await publish(1);
    expect((await live.snapshot()).alerts).toBe(before.alerts);
    await live.look();
    const after = await live.snapshot();
    expect(after.version).not.toBe(before.version);
    expect(after.alerts).toHaveLength(before.alerts.length + 1);
  });

  it("stay readable while the database cannot be reached", async () => {
    const other = openDatabase(database.url, silentLog, { connections: 1 });
    const live = openLiveAlerts(other, () => NOW, silentLog);
    const before = await live.snapshot();
    await other.destroy();
    await expect(live.look()).rejects.toThrow();
    expect(await live.snapshot()).toEqual(before);
  });
});
