import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MAIN = join(import.meta.dirname, "../src/main.ts");
/** The key that the bench seals subscriptions with. */
export const SECRET_KEY = Buffer.alloc(32, 7);
const SAMPLE_MS = 500;

export interface MeasuredServer {
  /** Where the API is served, without a path. */
  origin: string;
  pid: number;
  /** Resident memory in MB twice a second since the start; empty where there is no /proc. */
  residentMb: readonly number[];
  /** Asks the server to end and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the whole product in one process, as it comes but for these variables, and watches its memory. Throws when it ends before it serves. */
export async function startMeasuredServer(environment: Record<string, string>): Promise<MeasuredServer> {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      TOCSIN_SECRET_KEY: SECRET_KEY.toString("base64"),
      TOCSIN_STATUS: "Test",
      TOCSIN_ENV_FILE: devNull,
      PORT: "0",
      ...environment,
    },
  });
  const ended = once(child, "exit");
  const residentMb: number[] = [];
  const sampling = setInterval(async () => {
    const mb = await residentMbOf(child.pid);
    if (mb !== undefined) residentMb.push(mb);
  }, SAMPLE_MS);
  const stop = async () => {
    clearInterval(sampling);
    child.kill("SIGTERM");
    await ended;
  };
  const port = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      // A line for each chunk: only few of them are worth the sender's time.
      if (!line.startsWith("{") || (line.includes('"level":"info"') && !line.includes('"event":"started"')))
        return;
      const event = JSON.parse(line) as { event: string; level: string; port?: number };
      if (event.level !== "info") console.error(line);
      if (event.event === "started" && event.port !== undefined) resolve(event.port);
    });
    ended.then(() => reject(new Error("The server ended before it served.")), reject);
  });
  try {
    return { origin: `http://127.0.0.1:${await port}`, pid: child.pid ?? 0, residentMb, stop };
  } catch (error) {
    clearInterval(sampling);
    throw error;
  }
}

async function residentMbOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return kb === undefined ? undefined : Math.round(Number(kb) / 1_024);
}
