import { spawn } from "node:child_process";
import { once } from "node:events";
import { devNull } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MAIN = join(import.meta.dirname, "../src/main.ts");
const SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

export interface ServerProcess {
  /** Where the API is served, without a path. */
  origin: string;
  /** Asks the server to end and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the product as it comes (API, pages and workers in one process) on this database. Throws when it ends before it serves. */
export async function startServerProcess(databaseUrl: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: databaseUrl,
      TOCSIN_SECRET_KEY: SECRET_KEY,
      TOCSIN_STATUS: "Test",
      PORT: "0",
      TOCSIN_ENV_FILE: devNull,
    },
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    lines.on("line", (line) => {
      if (!line.startsWith("{")) return;
      const event = JSON.parse(line) as { event: string; level: string; port?: number };
      if (event.level !== "info") console.error(line);
      if (event.event === "started" && event.port !== undefined) resolve(event.port);
    });
    ended.then(() => reject(new Error("The server ended before it served.")), reject);
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
