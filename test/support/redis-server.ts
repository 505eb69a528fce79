import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { Redis } from "ioredis";
import { listen } from "../../demo/listen.ts";
import { findProgram, requireProgram } from "./requirements.ts";

/** A throw-away Redis on a loopback port; it keeps nothing on disk. */
export interface RedisServer {
  /** For `REDIS_URL`. */
  url: string;
  /** Empties it, as an operator's FLUSHALL or a lost machine would. */
  flushAll(): Promise<void>;
  /** Ends it; resolves when the process is gone. */
  stop(): Promise<void>;
}

/** Whether `redis-server` (or the binary that `REDIS_SERVER` names) is installed. */
export const redisInstalled = (): boolean => findProgram("redis-server") !== undefined;

/** Starts a Redis of its own, on this port or on any; throws with Redis's own words when it does not come up. */
export async function startRedisServer(givenPort?: number): Promise<RedisServer> {
  const port = givenPort ?? (await findFreePort());
  const settings = {
    port,
    bind: "127.0.0.1",
    save: "",
    appendonly: "no",
    "maxmemory-policy": "noeviction",
    dir: tmpdir(),
  };
  const child = spawn(
    requireProgram("redis-server"),
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const ended = once(child, "exit");
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);

  const client = new Redis({ host: "127.0.0.1", port, retryStrategy: () => 10, maxRetriesPerRequest: null });
  client.on("error", () => undefined); // refused until the server listens; the client then tries again
  const stop = async () => {
    client.disconnect();
    child.kill("SIGTERM");
    await ended;
    process.off("exit", kill);
  };
  const endedEarly = ended.then(() => {
    throw new Error(`redis-server ended before it answered:\n${output}`);
  });
  try {
    await Promise.race([client.ping(), endedEarly]);
  } catch (error) {
    client.disconnect();
    throw error;
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    flushAll: async () => void (await client.flushall()),
    stop,
  };
}

/** Redis cannot choose a port by itself: its port 0 means none. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  return port;
}
