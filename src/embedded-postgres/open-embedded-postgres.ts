import { access, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claimOwnership } from "./claim-ownership.ts";
import type { Claim } from "./claim-ownership.ts";
import type { Server } from "./connect-to-cluster.ts";
import { ensureDatabase } from "./ensure-database.ts";
import { initialiseCluster, SUPERUSER, WORK_PREFIX } from "./initialise-cluster.ts";
import { correctPidFile, inspectPostmaster } from "./inspect-postmaster.ts";
import { keepOwnership } from "./keep-ownership.ts";
import { readOrCreateSettings } from "./keep-settings.ts";
import type { Settings } from "./keep-settings.ts";
import { prepareInstallation } from "./prepare-installation.ts";
import type { Installation } from "./prepare-installation.ts";
import { readLogEnd } from "./read-log-end.ts";
import { startServer } from "./start-server.ts";
import { stopServer } from "./stop-server.ts";

export type EmbeddedPostgresOptions = {
  /** Holds everything: the cluster, `settings.json` (password and last port) and `postgres.log`. Made where it is missing. */
  directory: string;
  /** The database to use; created where it is missing. */
  database: string;
  /** False only for throw-away data: faster, and a crash of the machine may destroy it. Default true. */
  durable?: boolean;
  log: (line: string) => void;
};

/**
 * - started: a server was started here, and is ours.
 * - adopted: a server that a killed process left running was found, and is ours from now on.
 * - in-use: another live process owns the server. `url` works; it ends when the owner stops it.
 *
 * `stop` ends our server and every process of it, and may be called again; for "in-use" it touches nothing.
 */
export type EmbeddedPostgres = {
  outcome: "started" | "adopted" | "in-use";
  url: string;
  stop: () => Promise<void>;
};

type Reached = { server: Server; claim: Exclude<Claim, { outcome: "unreachable" }>; startedHere: boolean };

const PAUSE_MS = 200;

/** A server found starting or stopping gets this long, which covers a checkpoint or a crash recovery under way. */
const PATIENCE_MS = 180_000;

/**
 * Opens the PostgreSQL server that lives in a directory, whatever an earlier run left there: nothing, data, a stale
 * postmaster.pid, half a cluster, or a running server. Never two owners at once: ownership is an advisory lock.
 * Works as root (PostgreSQL then runs as another user) and as an ordinary user.
 * Throws plain messages, with the last lines of postgres.log where the server is at fault.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const durable = options.durable ?? true;
  const installation = await prepareInstallation(options.directory);
  const { layout } = installation;
  const clusterExists = await exists(layout.cluster);
  const settings = await readOrCreateSettings(layout.settingsFile, clusterExists);
  if (!clusterExists) {
    options.log(`Making a new PostgreSQL cluster in ${layout.directory}`);
    await initialiseCluster(installation, { password: settings.password, durable });
  }
  const { server, claim, startedHere } = await reachServer(installation, settings, durable, options.log);
  const url = `postgres://${SUPERUSER}:${server.password}@127.0.0.1:${server.port}/${encodeURIComponent(options.database)}?sslmode=disable`;
  if (claim.outcome === "held-by-other") {
    await ensureDatabase(server, options.database);
    return { outcome: "in-use", url, stop: () => Promise.resolve() };
  }

  const ownership = keepOwnership(server, claim.client, options.log);
  const stopOnce = async () => {
    ownership.expectEnd();
    // We stay the owner until the server has ended, so that nobody adopts a server that is about to stop.
    await stopServer(installation);
    await ownership.close();
  };
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopOnce());
  try {
    await removeLeftovers(layout.directory);
    await ensureDatabase(server, options.database);
  } catch (error) {
    await stop();
    throw error;
  }
  return { outcome: startedHere ? "started" : "adopted", url, stop };
}

/** Starts the server or finds the running one, until ownership is ours or known to be another's. */
async function reachServer(
  installation: Installation,
  settings: Settings,
  durable: boolean,
  log: (line: string) => void,
): Promise<Reached> {
  const { layout } = installation;
  let startedHere = false;
  let lastReason = "it has not opened its port";
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += PAUSE_MS) {
    const sight = await inspectPostmaster(layout.cluster);
    if (sight.state === "misleading") {
      log(`postmaster.pid names process ${sight.pid}, which is not PostgreSQL any more: correcting it`);
      await correctPidFile(layout.cluster, sight.pidFileText);
    }
    if (sight.state !== "running") {
      const start = await startServer(installation, { settings, durable });
      if (start.outcome === "started") {
        startedHere = true;
        continue;
      }
    } else if (sight.port !== undefined) {
      const server = { port: sight.port, password: settings.password, clusterDirectory: layout.cluster };
      const claim = await claimOwnership(server);
      if (claim.outcome !== "unreachable") return { server, claim, startedHere };
      if (claim.reason !== lastReason) log(`Waiting for PostgreSQL: ${claim.reason}`);
      lastReason = claim.reason;
    }
    await sleep(PAUSE_MS);
  }
  const logEnd = await readLogEnd(layout.logFile);
  throw new Error(
    `PostgreSQL runs but cannot be used: ${lastReason}.\nLast lines of ${layout.logFile}:\n${logEnd}`,
  );
}

/** What killed runs left half-made. An initdb that outlived its parent may still write there: then the next start removes it. */
async function removeLeftovers(directory: string): Promise<void> {
  const leftovers = (await readdir(directory)).filter((name) => name.startsWith(WORK_PREFIX));
  await Promise.allSettled(
    leftovers.map((name) => rm(join(directory, name), { recursive: true, force: true })),
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
