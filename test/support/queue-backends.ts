import { type RedisServer, startRedisServer } from "./redis-server.ts";
import { has } from "./requirements.ts";

/** Where the queue of a spec lives: in the database itself, or in a Redis that is started for it. */
export const QUEUES = ["postgres", "redis"] as const;
export type QueueName = (typeof QUEUES)[number];

/** False where Redis is not installed: the specs on it are then skipped, and the run says so. */
export const canRun = (queue: QueueName): boolean => queue === "postgres" || has("redis-server");

/** What a process needs to find the queue. `redis` is there when it is one. */
export async function startQueue(queue: QueueName): Promise<{
  environment: Record<string, string>;
  redis: RedisServer | undefined;
  stop: () => Promise<void>;
}> {
  if (queue === "postgres") return { environment: {}, redis: undefined, stop: () => Promise.resolve() };
  const redis = await startRedisServer();
  return { environment: { REDIS_URL: redis.url }, redis, stop: () => redis.stop() };
}
