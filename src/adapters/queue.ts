import { createPostgresBackend, Queue, Worker, withBackend } from "bullmq";
import * as z from "zod";
import { inTime } from "../in-time.ts";
import { faultFields, type Log } from "../log.ts";

const EventIds = z.array(z.string().regex(/^\d+$/)).min(1);

/** Every kind of job and what it carries: ids, never content. A job may be lost, repeated or late; the tables know better. */
export const JOBS = {
  "match-samples": z.strictObject({ eventIds: EventIds }),
  "fan-out-alert": z.strictObject({ eventId: z.string().regex(/^\d+$/) }),
  "confirm-subscription": z.strictObject({ eventId: z.string().regex(/^\d+$/) }),
  "deliver-due": z.strictObject({ pushServiceId: z.int().positive(), lanes: z.int().positive() }),
} as const;
export type JobName = keyof typeof JOBS;
export type JobData<Name extends JobName> = z.infer<(typeof JOBS)[Name]>;

/** Kinds of work that one process takes on; a name without a handler does not compile. */
export type Handlers = { [Name in JobName]: (data: JobData<Name>) => Promise<void> };

export interface JobQueue {
  /** Wakes workers up. Never awaited by a request. Throws when the queue cannot be reached; the sweep then tries again. */
  add<Name extends JobName>(name: Name, jobs: JobData<Name>[]): Promise<void>;
  /** Starts one worker for each kind of job. A queue that cannot be reached yet holds nothing up: work begins when it can. */
  work(handlers: Handlers, concurrency: Record<JobName, number>): Promise<void>;
  /** Waits for the jobs at work, but not for a queue that cannot be reached. */
  close(): Promise<void>;
}

const PATIENCE_MS = 3_000;
/** Two deaths of a worker must not strand a job (BullMQ's own default gives up after one). */
const MAX_STALLED_COUNT = 20;
const KEEP_FAILED = 500;
/** Up to this many jobs are added one by one. */
const FEW = 3;

const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend);

export type QueueBackend = { kind: "postgres"; databaseUrl: string } | { kind: "redis"; redisUrl: string };

interface JobOptions {
  removeOnComplete: boolean;
  removeOnFail: { count: number };
}
interface OpenQueue {
  add(name: string, data: unknown, opts: JobOptions): Promise<unknown>;
  addBulk(jobs: { name: string; data: unknown; opts: JobOptions }[]): Promise<unknown>;
  close(): Promise<void>;
}
interface OpenWorker {
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

const LONGEST_PAUSE_MS = 2_000;

function factory(backend: QueueBackend, isClosing: () => boolean, log: Log) {
  const onError = (error: Error) => log.warn("queue connection trouble", faultFields(error));
  switch (backend.kind) {
    case "postgres": {
      const connection = { connectionString: backend.databaseUrl, max: 2, migrate: true };
      return {
        queue: (name: string): OpenQueue => new PostgresQueue(name, { connection }).on("error", onError),
        worker: (
          name: string,
          run: (job: { data: unknown }) => Promise<void>,
          concurrency: number,
        ): OpenWorker =>
          new PostgresWorker(name, run, { connection, concurrency, maxStalledCount: MAX_STALLED_COUNT }).on(
            "error",
            onError,
          ),
      };
    }
    case "redis": {
      const retryStrategy = (times: number) => (isClosing() ? null : Math.min(100 * times, LONGEST_PAUSE_MS));
      const connection = { url: backend.redisUrl, maxRetriesPerRequest: null, retryStrategy };
      // Who enqueues is told at once that Redis is away; who works waits until it is back.
      const enqueuing = { ...connection, maxRetriesPerRequest: 1, enableOfflineQueue: false };
      return {
        queue: (name: string): OpenQueue => new Queue(name, { connection: enqueuing }).on("error", onError),
        worker: (
          name: string,
          run: (job: { data: unknown }) => Promise<void>,
          concurrency: number,
        ): OpenWorker =>
          new Worker(name, run, { connection, concurrency, maxStalledCount: MAX_STALLED_COUNT }).on(
            "error",
            onError,
          ),
      };
    }
  }
}

/** BullMQ behind our own few words: the same code on Postgres (nothing else to run) and on Redis (many machines). */
export function openQueue(backend: QueueBackend, log: Log): JobQueue {
  let isClosing = false;
  const make = factory(backend, () => isClosing, log);
  const names = Object.keys(JOBS) as JobName[];
  const queues = Object.fromEntries(names.map((name) => [name, make.queue(name)])) as Record<
    JobName,
    OpenQueue
  >;
  const workers: OpenWorker[] = [];
  const atWork = new Set<Promise<void>>();
  const opts = { removeOnComplete: true, removeOnFail: { count: KEEP_FAILED } };

  return {
    async add(name, jobs) {
      if (jobs.length === 0) return;
      // On Postgres a bulk goes through temporary tables, many times the price of one job.
      const adding =
        jobs.length <= FEW
          ? Promise.all(jobs.map((data) => queues[name].add(name, data, opts)))
          : queues[name].addBulk(jobs.map((data) => ({ name, data, opts })));
      await inTime("enqueueing", PATIENCE_MS, adding);
    },
    async work(handlers, concurrency) {
      const start = (name: JobName) => {
        const handler = handlers[name] as (data: unknown) => Promise<void>;
        const handle = async (data: unknown) => handler(JOBS[name].parse(data));
        return make.worker(
          name,
          async (job) => {
            const work = handle(job.data);
            atWork.add(work);
            try {
              await work;
            } catch (error) {
              log.error("job failed", { job: name, ...faultFields(error) });
              throw error;
            } finally {
              atWork.delete(work);
            }
          },
          concurrency[name],
        );
      };
      workers.push(...names.map(start));
      const ready = Promise.all(workers.map((worker) => worker.waitUntilReady()));
      await inTime("reaching the queue", PATIENCE_MS, ready).catch((error: unknown) =>
        log.warn("queue not reached yet", faultFields(error)),
      );
    },
    async close() {
      isClosing = true;
      const closing = Promise.all(workers.map((worker) => worker.close())).then(() =>
        Promise.all(names.map((name) => queues[name].close())),
      );
      await Promise.race([closing, Promise.allSettled(atWork)]);
      try {
        await inTime("closing the queue", PATIENCE_MS, closing);
      } catch (error) {
        log.warn("queue left as it is", faultFields(error));
      }
    },
  };
}
