import { createPostgresBackend, Queue, withBackend } from "bullmq";
import { Client, escapeIdentifier } from "pg";
import { JOBS, type JobName } from "../../src/adapters/queue.ts";
import type { RedisServer } from "./redis-server.ts";
import { until } from "./until.ts";

/** What can happen to a queue from outside. */
export interface QueueVandal {
  /** Jobs of this kind come in and nobody is given them. */
  pause(name: JobName): Promise<void>;
  /** Waits until such a job is there. */
  untilWaiting(name: JobName): Promise<void>;
  /** Waits until no job of any kind is left. */
  untilIdle(): Promise<void>;
  /** Everything in it is gone: the jobs, and that some of them were paused. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

type VandalisedQueue = Pick<Queue, "pause" | "getCountsPerPriority" | "getActiveCount" | "close">;

/** For a queue on Redis. */
export function vandaliseRedis(redis: RedisServer): QueueVandal {
  return vandal(
    (name) => new Queue(name, { connection: { url: redis.url } }),
    () => redis.flushAll(),
    () => Promise.resolve(),
  );
}

const DEADLOCK = "40P01";
const PostgresQueue = withBackend(createPostgresBackend).Queue;

/** For a queue in a database. */
export async function vandalisePostgres(databaseUrl: string): Promise<QueueVandal> {
  const client = new Client({ connectionString: databaseUrl });
  client.on("error", () => undefined); // a connection that a spec cuts
  await client.connect();
  const empty = async () => {
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'bullmq' and tablename <> 'migration'",
    );
    const tables = rows.map(({ name }) => `bullmq.${escapeIdentifier(name)}`);
    // Against a worker in the middle of something PostgreSQL may decide for the worker: then once more.
    await until(
      () => client.query(`truncate ${tables.join()}`).catch((error: { code?: string }) => error.code),
      (failure) => failure !== DEADLOCK,
    );
  };
  const connection = { connectionString: databaseUrl, max: 1 };
  return vandal(
    (name) => new PostgresQueue(name, { connection }),
    empty,
    () => client.end(),
  );
}

function vandal(
  open: (name: JobName) => VandalisedQueue,
  empty: () => Promise<void>,
  disconnect: () => Promise<void>,
): QueueVandal {
  const names = Object.keys(JOBS) as JobName[];
  const queues = Object.fromEntries(names.map((name) => [name, open(name)])) as Record<
    JobName,
    VandalisedQueue
  >;
  const waiting = async (name: JobName) => (await queues[name].getCountsPerPriority([0]))[0] ?? 0;
  const unfinished = async (name: JobName) => (await waiting(name)) + (await queues[name].getActiveCount());
  return {
    pause: async (name) => queues[name].pause(),
    untilWaiting: async (name) =>
      void (await until(
        () => waiting(name),
        (jobs) => jobs > 0,
      )),
    untilIdle: async () =>
      void (await until(
        () => Promise.all(names.map(unfinished)),
        (counts) => counts.every((jobs) => jobs === 0),
      )),
    empty,
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      await disconnect();
    },
  };
}
