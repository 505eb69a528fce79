import { setTimeout as sleep } from "node:timers/promises";
import { inspectPostmaster } from "./inspect-postmaster.ts";
import { inspectProcess } from "./inspect-process.ts";
import type { Layout } from "./prepare-directory.ts";
import type { Installation } from "./prepare-installation.ts";
import { readLogEnd } from "./read-log-end.ts";
import { runAsAccount } from "./run-as-account.ts";

const STOP_TIMEOUT_SECONDS = 60;
const PAUSE_MS = 20;

/**
 * Stops the server and returns when its process has ended; does nothing when none runs. "fast" disconnects everybody and
 * writes a checkpoint; when that takes too long, "immediate" leaves the rest to recovery at the next start, which loses
 * nothing that was committed. Throws with the last lines of postgres.log when the server cannot be stopped.
 */
export async function stopServer({ layout, binaries, account }: Installation): Promise<void> {
  const running = await inspectPostmaster(layout.cluster);
  if (running.state !== "running") return;
  let output = "";
  for (const mode of ["fast", "immediate"]) {
    const ran = await runAsAccount(account, binaries.pg_ctl, [
      "stop",
      `--mode=${mode}`,
      `--pgdata=${layout.cluster}`,
      "--wait",
      `--timeout=${STOP_TIMEOUT_SECONDS}`,
      "--silent",
    ]);
    output += ran.output;
    const left = await inspectPostmaster(layout.cluster);
    if (left.state !== "running" || left.pid !== running.pid) break;
    // pg_ctl answers when postmaster.pid is gone, moments before the process is.
    if (ran.exitCode === 0) break;
  }
  await waitForEnd(running.pid, layout, output);
}

async function waitForEnd(pid: number, layout: Layout, output: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < 5_000; waitedMs += PAUSE_MS) {
    if ((await inspectProcess(pid)).state !== "alive") return;
    await sleep(PAUSE_MS);
  }
  const log = await readLogEnd(layout.logFile);
  throw new Error(
    `PostgreSQL (process ${pid}) did not stop.\n${output.trim()}\nLast lines of ${layout.logFile}:\n${log}`,
  );
}
