import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, escapeIdentifier } from "pg";
import { openEmbeddedPostgres } from "../../src/embedded-postgres/open-embedded-postgres.ts";

/**
 * Starts a PostgreSQL that lives in a temporary directory and keeps nothing. `adminUrl` is a superuser's connection to
 * the database `postgres`. `stop` ends the server and removes the directory.
 */
export async function startThrowawayPostgres(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "tocsin-postgres-"));
  await chmod(directory, 0o711); // as root, the server runs as another user, who has to pass
  const logged: string[] = [];
  const removeDirectory = () => rm(directory, { recursive: true, force: true });
  try {
    const server = await openEmbeddedPostgres({
      directory,
      database: "postgres",
      durable: false,
      log: (line) => logged.push(line),
    });
    const stop = async () => {
      await server.stop();
      await removeDirectory();
    };
    return { adminUrl: server.url, stop };
  } catch (error) {
    await removeDirectory();
    throw new Error(`No throw-away PostgreSQL.\n${logged.join("\n")}`, { cause: error });
  }
}

/**
 * Makes a new database: a copy of `template` (a migrated one, to which nobody is connected), or an empty one.
 * `drop` removes it, whoever is still connected.
 */
export async function cloneDatabase(
  adminUrl: string,
  template = "template1",
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runSql(adminUrl, `create database ${name} template ${escapeIdentifier(template)}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runSql(adminUrl, `drop database if exists ${name} with (force)`) };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
