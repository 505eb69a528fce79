import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { startRedisServer } from "./support/redis-server.ts";
import { has } from "./support/requirements.ts";

test.skipIf(!has("redis-server"))("a throw-away Redis starts, is emptied, and ends", async () => {
  const server = await startRedisServer();
  const client = new Redis(server.url, { retryStrategy: () => null });
  await client.set("wake", "up");
  await server.flushAll();

  expect(await client.dbsize()).toBe(0);
  await server.stop();
  await expect(client.ping()).rejects.toThrow("Connection is closed");
});
