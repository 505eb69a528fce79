import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { inspectProcess } from "./inspect-process.ts";

/**
 * Whether a server runs on a cluster, by its postmaster.pid. `port` is undefined for the moment before the server has written it.
 * - absent: no file, or its process is gone; PostgreSQL clears such a file itself.
 * - misleading: the file names a process that is not this server: it became a zombie, or its id was given to another
 *   program. PostgreSQL sees only that the id is taken and would refuse to start.
 */
export type PostmasterSight =
  | { state: "absent" }
  | { state: "misleading"; pid: number; pidFileText: string }
  | { state: "running"; pid: number; port: number | undefined };

/** Looks for the server of a cluster. Source of the file's lines: PostgreSQL, src/include/utils/pidfile.h. */
export async function inspectPostmaster(clusterDirectory: string): Promise<PostmasterSight> {
  const pidFileText = await readPidFile(clusterDirectory);
  const [pidLine, , , portLine] = pidFileText.split("\n");
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0) return { state: "absent" };
  const found = await inspectProcess(pid);
  if (found.state === "gone") return { state: "absent" };
  if (found.state === "zombie" || !(await mayServe(clusterDirectory, pid, found.command))) {
    return { state: "misleading", pid, pidFileText };
  }
  return { state: "running", pid, port: Number(portLine) || undefined };
}

/**
 * Puts a process id that cannot exist (Linux ends at 2^22) into a misleading postmaster.pid. The file stays, because its
 * other lines let PostgreSQL find surviving server processes by their shared memory and refuse to start beside them.
 */
export async function correctPidFile(clusterDirectory: string, pidFileText: string): Promise<void> {
  if ((await readPidFile(clusterDirectory)) !== pidFileText) return; // somebody has started a server meanwhile
  const corrected = pidFileText.replace(/^\d+/, "2147483647");
  await writeFile(join(clusterDirectory, "postmaster.pid"), corrected, { flag: "r+" });
}

async function readPidFile(clusterDirectory: string): Promise<string> {
  try {
    return await readFile(join(clusterDirectory, "postmaster.pid"), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

/**
 * Whether the process is, or may be, the server of this cluster. A PostgreSQL that was started on another directory counts
 * as a stranger only when the postmaster.pid over there says so: a directory may be moved while its server runs.
 * Where a process hides its arguments, the file is believed.
 */
async function mayServe(clusterDirectory: string, pid: number, command: readonly string[] | undefined) {
  if (!command) return true;
  if (basename(command[0] ?? "") !== "postgres") return false;
  const served = command[command.indexOf("-D") + 1];
  if (served === undefined || served === clusterDirectory) return true;
  const [servedPidLine] = (await readPidFile(served)).split("\n");
  return Number(servedPidLine) !== pid;
}
