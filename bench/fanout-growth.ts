import { sql } from "kysely";
import { migrate } from "../src/db/migrate.ts";
import { type Database, openDatabase } from "../src/db/open-database.ts";
import { settleChunk } from "../src/db/settle-chunk.ts";
import { silentLog } from "../src/log.ts";
import { claimChunk } from "../src/pipeline/claim-chunk.ts";
import { expandFanOut, interested, type Reach } from "../src/pipeline/expand-fan-out.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import {
  EVERYBODY,
  growCrowd,
  insertPublishedAlert,
  ONE_REGION_AND_FAMILY,
  prepareCrowd,
} from "./fanout-crowd.ts";
import { unlessInterrupted } from "./fanout-interruption.ts";
import { median } from "./statistics.ts";

/** What a fan-out to everybody costs the database, without sending, when there are so many subscriptions. */
export interface CostAt {
  subscriptions: number;
  /** Deliveries written a second. */
  expansionRowsPerSecond: number;
  /** For each delivery: to write it, to claim it and to settle it as accepted (of 100,000 at the most). */
  expandUs: number;
  claimAndSettleUs: number;
}

export interface GrowthFigures {
  costs: readonly CostAt[];
  interested: {
    subscriptions: number;
    matched: number;
    /** To find them, in one question of the index. */
    ms: number;
    /** To write their deliveries, as the product does it, step by step. */
    expandMs: number;
  };
  bytesPerDelivery: number;
  bytesPerSubscription: number;
}

const LEASE_SECONDS = 600;
const SIZES = [
  { subscriptions: 10_000, fanOuts: 5 },
  { subscriptions: 100_000, fanOuts: 3 },
  { subscriptions: 1_000_000, fanOuts: 1 },
];
/** Claimed and settled of one fan-out; enough to see what they cost. */
const MOST_SETTLED = 100_000;
const LOOKS = 5;
const SUBSCRIPTION_TABLES = ["subscription", "subscription_interest"];
const DELIVERY_TABLES = ["delivery", "delivery_chunk", "fan_out", "fan_out_service"];

/** Fans out to 10,000, 100,000 and 1,000,000 subscriptions in one growing database, and looks for a hundredth of them. */
export async function benchGrowth(progress: (line: string) => void): Promise<GrowthFigures> {
  const postgres = await startDurablePostgres();
  const db = openDatabase(postgres.url, silentLog, { connections: 1 });
  try {
    return await unlessInterrupted(measure(db, progress));
  } finally {
    await db.destroy();
    await postgres.stop();
  }
}

async function measure(db: Database, progress: (line: string) => void): Promise<GrowthFigures> {
  await migrate(db);
  await prepareCrowd(db);
  const costs: CostAt[] = [];
  let subscriptions = 0;
  let deliveries = 0;
  let bytesPerDelivery = 0;
  for (const size of SIZES) {
    progress(`Writing subscriptions up to ${size.subscriptions}, and fanning out to all of them …`);
    await growCrowd(db, subscriptions, size.subscriptions);
    ({ subscriptions } = size);
    costs.push(await costAt(db, subscriptions, size.fanOuts));
    deliveries += subscriptions * size.fanOuts;
    // With more, some are left over that nothing was sent to.
    if (subscriptions <= MOST_SETTLED) bytesPerDelivery = (await bytesOf(db, DELIVERY_TABLES)) / deliveries;
  }
  const bytesPerSubscription = (await bytesOf(db, SUBSCRIPTION_TABLES)) / subscriptions;
  return {
    costs,
    interested: await lookForOneInAHundred(db, subscriptions),
    bytesPerDelivery,
    bytesPerSubscription,
  };
}

async function costAt(db: Database, subscriptions: number, fanOuts: number): Promise<CostAt> {
  const tries: { expandMs: number; settleUs: number }[] = [];
  for (let number = 0; number < fanOuts; number++) {
    const { added, ms: expandMs } = await expandAll(db, EVERYBODY);
    if (added !== subscriptions) throw new Error(`${added} deliveries for ${subscriptions} subscriptions.`);
    tries.push({ expandMs, settleUs: await settleUs(db, Math.min(MOST_SETTLED, subscriptions)) });
  }
  const expandMs = median(tries.map((one) => one.expandMs));
  return {
    subscriptions,
    expansionRowsPerSecond: (subscriptions / expandMs) * 1_000,
    expandUs: (expandMs / subscriptions) * 1_000,
    claimAndSettleUs: median(tries.map((one) => one.settleUs)),
  };
}

async function expandAll(db: Database, reach: Reach): Promise<{ added: number; ms: number }> {
  const alertId = await insertPublishedAlert(db);
  const start = performance.now();
  for (;;) {
    const step = await expandFanOut(db, alertId, 1, reach);
    if (step.isComplete) return { added: step.intended, ms: performance.now() - start };
  }
}

/** Claims chunks that are due, until so many deliveries are settled as if all were accepted at once. Gives microseconds for each. */
async function settleUs(db: Database, deliveries: number): Promise<number> {
  const pushServices = [1, 2];
  let settled = 0;
  const start = performance.now();
  while (settled < deliveries) {
    const [pushServiceId] = pushServices;
    if (pushServiceId === undefined) throw new Error(`Only ${settled} of ${deliveries} deliveries are due.`);
    const claim = await claimChunk(db, pushServiceId, LEASE_SECONDS);
    if (!claim) {
      pushServices.shift();
      continue;
    }
    const accepted = claim.deliveries.map(({ subscription }) => ({
      subscription,
      state: "accepted" as const,
      wasTried: true,
      dueAt: undefined,
      answer: undefined,
      needsNewSubscription: false,
    }));
    await settleChunk(db, claim, accepted, new Date());
    settled += accepted.length;
  }
  return ((performance.now() - start) / settled) * 1_000;
}

async function lookForOneInAHundred(db: Database, subscriptions: number) {
  const all = { after: 0, to: subscriptions };
  const looks: number[] = [];
  let matched = 0;
  for (let number = 0; number < LOOKS; number++) {
    const start = performance.now();
    const { rows } = await sql<{ count: number }>`
      select count(distinct subscription)::int as count
      from (${interested(ONE_REGION_AND_FAMILY, all)}) as those`.execute(db);
    looks.push(performance.now() - start);
    matched = rows[0]?.count ?? 0;
  }
  const { added, ms: expandMs } = await expandAll(db, ONE_REGION_AND_FAMILY);
  if (added !== matched) throw new Error(`${matched} are interested, and ${added} deliveries were written.`);
  return { subscriptions, matched, ms: median(looks), expandMs };
}

async function bytesOf(db: Database, tables: readonly string[]): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select sum(pg_total_relation_size(name::regclass))::float8 as bytes from unnest(${tables}::text[]) as name`.execute(
    db,
  );
  return rows[0]?.bytes ?? 0;
}
