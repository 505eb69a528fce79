import { chown, open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "./find-free-port.ts";
import { saveSettings } from "./keep-settings.ts";
import type { Settings } from "./keep-settings.ts";
import type { Layout } from "./prepare-directory.ts";
import type { Installation } from "./prepare-installation.ts";
import { readLogEnd } from "./read-log-end.ts";
import { runAsAccount } from "./run-as-account.ts";
import type { Account } from "./run-as-account.ts";

/** `already-running`: another process has started a server on this cluster just before us. */
export type Start = { outcome: "started" } | { outcome: "already-running" };

const MOST_TRIES = 20;
const PAUSE_MS = 250;

/** Recovery after a crash replays the log written since the last checkpoint, five minutes of work at most. */
const START_TIMEOUT_SECONDS = 180;

/**
 * Starts the server with pg_ctl and waits until it takes connections. Uses the port of the last time where it is free.
 * Waits for the processes of a killed server to end: they notice within moments.
 * Throws with the last lines of postgres.log when the server does not start.
 */
export async function startServer(
  { layout, binaries, account }: Installation,
  { settings, durable }: { settings: Settings; durable: boolean },
): Promise<Start> {
  let preferredPort = settings.port;
  for (let tries = 1; ; tries += 1) {
    const port = await findFreePort(preferredPort);
    if (port !== settings.port) await saveSettings(layout.settingsFile, { ...settings, port });
    const logBytesBefore = await openLog(layout, account);
    const ran = await runAsAccount(account, binaries.pg_ctl, [
      "start",
      `--pgdata=${layout.cluster}`,
      `--log=${layout.logFile}`,
      `--options=${serverOptions(port, durable)}`,
      "--wait",
      `--timeout=${START_TIMEOUT_SECONDS}`,
      "--silent",
    ]);
    if (ran.exitCode === 0) return { outcome: "started" };
    const written = await readLogEnd(layout.logFile, logBytesBefore);
    if (written.includes('lock file "postmaster.pid" already exists')) return { outcome: "already-running" };
    const portTaken = written.includes("could not bind");
    const processesLeft = written.includes("pre-existing shared memory block");
    if (tries === MOST_TRIES || !(portTaken || processesLeft)) {
      throw new Error(
        `PostgreSQL did not start.\n${ran.output.trim()}\nLast lines of ${layout.logFile}:\n${written}`,
      );
    }
    if (portTaken) preferredPort = undefined;
    await sleep(PAUSE_MS);
  }
}

/** Creates the log where it is missing, for the account to write and for others not to read; answers its size in bytes. */
async function openLog(layout: Layout, account: Account): Promise<number> {
  const file = await open(layout.logFile, "a", 0o600);
  const { size } = await file.stat();
  await file.close();
  if (account.kind === "user") await chown(layout.logFile, account.uid, account.gid);
  return size;
}

/**
 * Reached over loopback TCP alone. The log names the fault but not the values and statements behind it, which may hold what
 * people told a service in confidence.
 */
function serverOptions(port: number, durable: boolean): string {
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    // A throw-away server is shared by many installations at once.
    `max_connections=${durable ? 100 : 400}`,
    "log_checkpoints=off",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    ...(durable ? [] : ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]),
  ];
  return settings.map((setting) => `-c ${setting}`).join(" ");
}
