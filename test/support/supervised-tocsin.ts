import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { ApiAnswer } from "./running-tocsin.ts";
import type { Speaker } from "./steps-of-a-result.ts";
import { until } from "./until.ts";

/** A Tocsin in a process of its own, started again whenever it is killed. Its `call` asks again until it is answered. */
export interface SupervisedTocsin extends Speaker {
  /** What each process logged so far, the running one last: "name#count", where count is within the process. */
  lives: readonly (readonly string[])[];
  /** Resolves when the running process answers requests. */
  isUp(): Promise<void>;
  /** Kills the running process as `kill -9` does; resolves when it is dead. */
  kill(): Promise<void>;
  /** Asks the running process to stop; resolves when it has ended. */
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("crashing-tocsin.ts", import.meta.url));
const Line = z.object({ event: z.string(), point: z.string().optional(), url: z.string().optional() });
/** Starting goes faster when the code is not compiled each time. */
const COMPILED = join(tmpdir(), "tocsin-spec-compiled");
const PATIENCE_MS = 60_000;
const PAUSE_MS = 25;

interface SupervisedOptions {
  crashAt?: readonly string[];
  /** Runs before the next start; is told how many have died so far. */
  afterDeath?: (deaths: number) => Promise<void>;
}

/**
 * Starts Tocsin with this environment. A process is killed at the first of the points `crashAt` that it comes to, for example
 * "matched#1"; no later process is killed there again.
 */
export function superviseTocsin(
  environment: Record<string, string>,
  { crashAt = [], afterDeath = () => Promise.resolve() }: SupervisedOptions = {},
): SupervisedTocsin {
  const deaths = [...crashAt];
  const lives: string[][] = [];
  let isStopping = false;

  const live = () => {
    const { promise: url, resolve: reachable, reject: failed } = Promise.withResolvers<string>();
    url.catch(() => undefined); // reported to whoever calls
    const points: string[] = [];
    lives.push(points);
    const child = spawn(process.execPath, [PROGRAM], {
      env: { ...environment, NODE_COMPILE_CACHE: COMPILED, SPEC_CRASH_AT: deaths.join() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "exit");
    let said = "";
    child.stderr.on("data", (data: Buffer) => (said += data.toString()));
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line = Line.parse(JSON.parse(text));
      if (line.point !== undefined) points.push(line.point);
      if (line.url !== undefined) reachable(line.url);
    });
    child.once("exit", (code, signal) => {
      failed(new Error(`Tocsin ended (${signal ?? code}) before it could be reached. ${said}`));
      const death = deaths.indexOf(points.at(-1) ?? "");
      if (death >= 0) deaths.splice(death, 1);
      if (isStopping || signal !== "SIGKILL") return;
      void afterDeath(lives.length).then(() => (current = live()));
    });
    return { child, url, ended };
  };
  let current = live();

  const ask = async (method: string, path: string, key?: string, body?: unknown): Promise<ApiAnswer> => {
    const url = await current.url;
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json");
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };

  return {
    lives,
    until,
    isUp: async () => void (await current.url),
    async call(...request) {
      const deadline = performance.now() + PATIENCE_MS;
      for (;;)
        try {
          return await ask(...request);
        } catch (error) {
          if (performance.now() > deadline || current.child.exitCode !== null) throw error;
          await sleep(PAUSE_MS);
        }
    },
    async kill() {
      const { child, ended } = current;
      child.kill("SIGKILL");
      await ended;
    },
    async stop() {
      isStopping = true;
      current.child.kill("SIGTERM");
      await current.ended;
    },
  };
}
