import { dirname } from "node:path";
import { runAsAccount } from "./run-as-account.ts";
import type { Capability } from "./run-as-account.ts";

/**
 * The least capability with which another user can reach all paths: none where the directories are open, else the
 * right to pass closed ones. That right is needed when root keeps the checkout or the data below a private directory
 * such as /root: opening somebody's home directory for good would be worse than lending one right to one process.
 * Containers often withhold dac_read_search but leave dac_override. To be called by root.
 * Throws a plain message, naming the directory in the way, when nothing helps.
 */
export async function findPassage(
  user: { uid: number; gid: number },
  paths: readonly string[],
): Promise<Capability | "none"> {
  const ways: readonly (Capability | "none")[] = ["none", "dac_read_search", "dac_override"];
  for (const capability of ways) {
    if (await canReachAll({ ...user, capability }, paths)) return capability;
  }
  const closed = await findClosedDirectory(user, paths);
  throw new Error(
    `PostgreSQL refuses to run as root, and the user with id ${user.uid} who should run it may not enter ${closed}. ` +
      `Allow it (chmod o+x ${closed}), keep Tocsin and its data elsewhere, start it as an ordinary user, or set DATABASE_URL.`,
  );
}

type Passenger = { uid: number; gid: number; capability: Capability | "none" };

async function canReachAll(passenger: Passenger, paths: readonly string[]): Promise<boolean> {
  const script = 'for path; do test -x "$path" || exit 1; done';
  try {
    const { exitCode } = await runAsAccount({ kind: "user", ...passenger }, "/bin/sh", [
      "-c",
      script,
      "sh",
      ...paths,
    ]);
    return exitCode === 0;
  } catch {
    return false; // no setpriv on this machine, or we may not change the user at all
  }
}

async function findClosedDirectory(
  user: { uid: number; gid: number },
  paths: readonly string[],
): Promise<string> {
  for (const path of paths.flatMap(withParents)) {
    if (!(await canReachAll({ ...user, capability: "none" }, [path]))) return path;
  }
  return paths.join(" or ");
}

/** The path and all directories above it, the topmost first. */
function withParents(path: string): string[] {
  return path === dirname(path) ? [path] : [...withParents(dirname(path)), path];
}
