import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedPostgres } from "../src/embedded-postgres/open-embedded-postgres.ts";

/**
 * A new PostgreSQL that writes to disk as carefully as the product's own (fsync, synchronous commit, default settings), in a
 * temporary directory. `stop` ends the server and removes the directory.
 */
export async function startDurablePostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "tocsin-bench-"));
  await chmod(directory, 0o711); // as root, the server runs as another user, who has to pass
  const removeDirectory = () => rm(directory, { recursive: true, force: true });
  try {
    const { url, stop } = await openEmbeddedPostgres({ directory, database: "tocsin", log: () => {} });
    return { url, stop: () => stop().then(removeDirectory) };
  } catch (error) {
    await removeDirectory();
    throw error;
  }
}
