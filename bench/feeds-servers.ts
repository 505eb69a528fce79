import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../src/embedded-postgres/find-free-port.ts";
import { startChild } from "./fanout-child.ts";
import type { BareAnswer } from "./feeds-bare-server.ts";

/** A server beside which ours is measured. */
export interface OtherServer {
  url: string;
  /** Of the process that answers. */
  pid: number;
  stop(): Promise<void>;
}

/** Nothing but node:http: the same answer to every request. */
export async function startBareServer(answer: BareAnswer): Promise<OtherServer> {
  const child = startChild(fileURLToPath(import.meta.resolve("./feeds-bare-server.ts")));
  const { port } = await child.ask<{ port: number }>(answer);
  return { url: `http://127.0.0.1:${port}/feed`, pid: child.pid, stop: () => child.stop() };
}

export const nginxInstalled = (): boolean => spawnSync("nginx", ["-v"]).status === 0;

/** nginx with one worker, sending the file as it lies on the disk. */
export async function startNginx(file: Uint8Array): Promise<OtherServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "tocsin-bench-nginx-"));
  const port = await findFreePort(undefined);
  await writeFile(path.join(folder, "feed"), file, { mode: 0o644 });
  await writeFile(
    path.join(folder, "nginx.conf"),
    `user root; worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 4096; }
     http { access_log off; keepalive_requests 1000000; client_body_temp_path ${folder}; proxy_temp_path ${folder};
       fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
       server { listen 127.0.0.1:${port}; root ${folder}; default_type application/atom+xml; } }`,
  );
  const master = spawn("nginx", ["-e", `${folder}/error.log`, "-c", `${folder}/nginx.conf`], {
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => master.once("exit", resolve));
  const stop = async () => {
    master.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}/feed`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await fetch(url).catch(() => undefined);
    const [worker] = await childrenOf(master.pid ?? 0);
    if (answer?.ok && worker !== undefined) return { url, pid: worker, stop };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error("nginx did not begin to serve.");
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return text.split(" ").filter(Boolean).map(Number);
}
