import { createPostgresBackend, Queue, Worker, withBackend } from "bullmq";
import * as z from "zod";
import { faultFields, type Log } from "../log.ts";

const EventIds = z.array(z.string().regex(/^\d+$/)).min(1);

/** Every kind of job and what it carries: ids, never content. A job may be lost, repeated or late; the tables know better. */
export const JOBS = {
  "match-samples": z.strictObject({ eventIds: EventIds }),
  "fan-out-alert": z.strictObject({ eventId: z.string().regex(/^\d+$/) }),
  "deliver-chunk": z.strictObject({ alertId: z.uuid(), revision: z.int().positive() }),
} as const;
export type JobName = keyof typeof JOBS;
export type JobData<Name extends JobName> = z.infer<(typeof JOBS)[Name]>;

/** Kinds of work that one process takes on; a name without a handler does not compile. */
export type Handlers = { [Name in JobName]: (data: JobData<Name>) => Promise<void> };

export interface JobQueue {
  /** Wakes workers up. Never awaited by a request; when it fails, the sweep tries again. */
  add<Name extends JobName>(name: Name, jobs: JobData<Name>[]): Promise<void>;
  /** Starts one worker for each kind of job. */
  work(handlers: Handlers, concurrency: Record<JobName, number>): Promise<void>;
  close(): Promise<void>;
}

/** Two deaths of a worker must not strand a job (BullMQ's own default gives up after one). */
const MAX_STALLED_COUNT = 20;
const KEEP_FAILED = 500;

const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend);

export type QueueBackend = { kind: "postgres"; databaseUrl: string } | { kind: "redis"; redisUrl: string };

interface OpenQueue {
  addBulk(
    jobs: {
      name: string;
      data: unknown;
      opts: { removeOnComplete: boolean; removeOnFail: { count: number } };
    }[],
  ): Promise<unknown>;
  close(): Promise<void>;
}
interface OpenWorker {
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

function factory(backend: QueueBackend, log: Log) {
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
      const connection = { url: backend.redisUrl, maxRetriesPerRequest: null };
      return {
        queue: (name: string): OpenQueue => new Queue(name, { connection }).on("error", onError),
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
  const make = factory(backend, log);
  const names = Object.keys(JOBS) as JobName[];
  const queues = Object.fromEntries(names.map((name) => [name, make.queue(name)])) as Record<
    JobName,
    OpenQueue
  >;
  const workers: OpenWorker[] = [];
  const opts = { removeOnComplete: true, removeOnFail: { count: KEEP_FAILED } };

  return {
    async add(name, jobs) {
      if (jobs.length > 0) await queues[name].addBulk(jobs.map((data) => ({ name, data, opts })));
    },
    async work(handlers, concurrency) {
      const start = (name: JobName) => {
        const handle = handlers[name] as (data: unknown) => Promise<void>;
        return make.worker(
          name,
          async (job) => {
            try {
              await handle(JOBS[name].parse(job.data));
            } catch (error) {
              log.error("job failed", { job: name, ...faultFields(error) });
              throw error;
            }
          },
          concurrency[name],
        );
      };
      workers.push(...names.map(start));
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(names.map((name) => queues[name].close()));
    },
  };
}
