import { migrate } from "../src/db/migrate.ts";
import { openDatabase } from "../src/db/open-database.ts";
import { loadVapidKeys } from "../src/identity/vapid-keys.ts";
import { loadKnowledge } from "../src/knowledge/load-knowledge.ts";
import { silentLog } from "../src/log.ts";
import { openSecrets } from "../src/secrets.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import { inventPeople, type People } from "./fanout-alert.ts";
import { unlessInterrupted } from "./fanout-interruption.ts";
import { seedSubscriptions } from "./fanout-seed.ts";
import { type MeasuredServer, SECRET_KEY, startMeasuredServer } from "./fanout-server.ts";
import { inventSubscribers } from "./fanout-subscribers.ts";
import { benchHerd } from "./feeds-herd.ts";
import { benchPublication, type Visible } from "./feeds-publish.ts";
import { type FeedFigures, feedsReport } from "./feeds-report.ts";
import { benchThroughput, KINDS, type Throughput } from "./feeds-throughput.ts";
import { type PushSink, startPushSink } from "./push-sink-process.ts";
import type { Report } from "./run.ts";

const SUBSCRIPTIONS = 1_000;
const PUBLICATIONS = 10;
/** Alerts that are alike in one area become one, so each publication has its own part of this country. */
const COUNTRY = "US";

/**
 * How soon an alert can be read in every format, how many readers one core serves, and what happens when all come at once.
 * Needs a minute or two; nginx is compared where it is installed.
 */
export async function benchFeeds(progress: (line: string) => void): Promise<Report> {
  const subscribers = inventSubscribers();
  const sink = await startPushSink(subscribers);
  const postgres = await startDurablePostgres();
  const db = openDatabase(postgres.url, silentLog, { connections: 2 });
  try {
    await migrate(db);
    const [{ id: vapidKeyId }] = await loadVapidKeys(db, openSecrets(SECRET_KEY));
    const at = { origin: sink.origin, subscribers, vapidKeyId };
    await seedSubscriptions(db, openSecrets(SECRET_KEY), at, SUBSCRIPTIONS);
    const peopleAt = await inventPeople(db);
    const server = await startMeasuredServer({
      ...sink.trust,
      DATABASE_URL: postgres.url,
      TOCSIN_LOCAL_ENDPOINTS: sink.origin,
    });
    try {
      return feedsReport(await unlessInterrupted(measure(server, sink, peopleAt(server.origin), progress)));
    } finally {
      await server.stop();
    }
  } finally {
    await db.destroy();
    await postgres.stop();
    await sink.stop();
  }
}

async function measure(
  server: MeasuredServer,
  sink: PushSink,
  people: People,
  progress: (line: string) => void,
): Promise<FeedFigures> {
  const { areas } = await loadKnowledge();
  const codes = areas
    .all()
    .filter(({ parent }) => parent === COUNTRY)
    .map(({ code }) => code)
    .values();
  const publications: Visible[] = [];
  for (let number = 1; number <= PUBLICATIONS; number++)
    publications.push(await benchPublication(server.origin, people, codes.next().value ?? ""));
  progress(`${PUBLICATIONS} alerts were published and could be read in every format.`);

  const feed = { url: `${server.origin}/feeds/alerts.atom`, pid: server.pid };
  const throughput: Throughput[] = [];
  for (const kind of KINDS) throughput.push(await benchThroughput(feed, kind, progress));
  const herd = await benchHerd(
    { feedUrl: feed.url, people, sink, subscriptions: SUBSCRIPTIONS, areas: codes },
    progress,
  );
  return { publications, throughput, herd, subscriptions: SUBSCRIPTIONS };
}
