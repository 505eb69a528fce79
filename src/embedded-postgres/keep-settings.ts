import { randomBytes } from "node:crypto";
import { chown, link, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

/** What must outlive a run: the superuser's password, and the port to use again so that addresses stay the same. */
const Settings = z.object({ password: z.string().min(1), port: z.number().int().positive().optional() });
export type Settings = z.infer<typeof Settings>;

/**
 * Reads the settings; where there are none and no cluster yet, makes them with a random password. Two processes that
 * do this at once end with the same settings. Throws when a cluster is there but the file with its password is not.
 */
export async function readOrCreateSettings(settingsFile: string, clusterExists: boolean): Promise<Settings> {
  const kept = await readSettings(settingsFile);
  if (kept) return kept;
  if (clusterExists) {
    throw new Error(
      `${settingsFile} is missing. It holds the password of the database beside it: put it back, ` +
        `or move ${dirname(settingsFile)} away to begin with an empty database.`,
    );
  }
  const draft = await writeDraft(settingsFile, { password: randomBytes(24).toString("hex") });
  try {
    await link(draft, settingsFile); // unlike a rename, a link never replaces a file that another process has made
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(draft);
  }
  const created = await readSettings(settingsFile);
  if (!created) throw new Error(`${settingsFile} vanished while it was being written.`);
  return created;
}

/** Replaces the settings, all or nothing. */
export async function saveSettings(settingsFile: string, settings: Settings): Promise<void> {
  await rename(await writeDraft(settingsFile, settings), settingsFile);
}

async function readSettings(settingsFile: string): Promise<Settings | undefined> {
  try {
    return Settings.parse(JSON.parse(await readFile(settingsFile, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Error(`${settingsFile} cannot be read as the settings of an embedded PostgreSQL.`, {
      cause: error,
    });
  }
}

/** Written beside the file and flushed, so that a power cut leaves either the old settings or the new ones. */
async function writeDraft(settingsFile: string, settings: Settings): Promise<string> {
  const draft = `${settingsFile}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, `${JSON.stringify(settings)}\n`, { mode: 0o600, flush: true });
  if (process.getuid?.() === 0) {
    // A directory that an ordinary user made must stay usable by that user after root has run once.
    const { uid, gid } = await stat(dirname(settingsFile));
    await chown(draft, uid, gid);
  }
  return draft;
}
