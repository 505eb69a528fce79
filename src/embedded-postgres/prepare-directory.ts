import { chmod, mkdir, realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Where things lie, as absolute paths without symbolic links. */
export type Layout = {
  directory: string;
  /** PostgreSQL's own data directory. */
  cluster: string;
  /** Password and last port, readable by us alone. */
  settingsFile: string;
  logFile: string;
};

/**
 * Creates the directory where it is missing and says where its parts lie. Directories that this call creates as root
 * may be passed (not listed) by others, because PostgreSQL runs as another user then; existing ones stay as they are.
 */
export async function prepareDirectory(directoryOption: string): Promise<Layout> {
  const requested = resolve(directoryOption);
  const topmostCreated = await mkdir(requested, { recursive: true, mode: 0o700 });
  if (topmostCreated !== undefined && process.getuid?.() === 0) {
    for (const created of between(topmostCreated, requested)) await chmod(created, 0o711);
  }
  const directory = await realpath(requested);
  return {
    directory,
    cluster: join(directory, "cluster"),
    settingsFile: join(directory, "settings.json"),
    logFile: join(directory, "postgres.log"),
  };
}

/** The directories from `topmost` down to `lowest`, both included. */
function between(topmost: string, lowest: string): string[] {
  return lowest === topmost || lowest === dirname(lowest)
    ? [lowest]
    : [...between(topmost, dirname(lowest)), lowest];
}
