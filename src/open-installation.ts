import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import path from "node:path";
import type { Config } from "./config.ts";
import { withAdoptedPacks } from "./db/adopt-pack.ts";
import { migrate } from "./db/migrate.ts";
import { type Database, openDatabase } from "./db/open-database.ts";
import type { Knowledge } from "./domain/knowledge.ts";
import { openEmbeddedPostgres } from "./embedded-postgres/open-embedded-postgres.ts";
import { loadKnowledge } from "./knowledge/load-knowledge.ts";
import type { Log } from "./log.ts";
import { openSecrets, type Secrets } from "./secrets.ts";

/** The database of an installation, and what opens the secrets in it. */
export interface Store {
  db: Database;
  databaseUrl: string;
  /** Whether this process runs the database itself: embedded, or another process' (`in-use`), or a server elsewhere. */
  database: "embedded" | "embedded-in-use" | "server";
  secrets: Secrets;
  close(): Promise<void>;
}

/** What the server and the workers stand on. */
export interface Installation extends Store {
  knowledge: Knowledge;
}

/** A store, and all that is known as this installation has adopted it. */
export async function openInstallation(config: Config, log: Log): Promise<Installation> {
  const [store, shipped] = await Promise.all([
    openStore(config, log),
    loadKnowledge(undefined, config.knowledgeFolder),
  ]);
  try {
    return { ...store, knowledge: await withAdoptedPacks(store.db, shipped) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens the database (starting the embedded one where none is named) and brings its schema up to date. */
export async function openStore(config: Config, log: Log, connections = 10): Promise<Store> {
  const embedded = await openEmbedded(config, log);
  const databaseUrl = embedded?.url ?? config.databaseUrl ?? "";
  const db = openDatabase(databaseUrl, log, { connections });
  const close = async () => {
    await db.destroy();
    await embedded?.stop();
  };
  try {
    for (const migration of await migrate(db)) log.info("migrated", { migration });
    const key = config.secretKey ?? (await readOrMakeSecretKey(config.dataFolder));
    const secrets = openSecrets(key, config.formerSecretKeys);
    await checkSecretKey(db, secrets);
    const database =
      embedded === undefined ? "server" : embedded.outcome === "in-use" ? "embedded-in-use" : "embedded";
    return { db, databaseUrl, database, secrets, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openEmbedded(config: Config, log: Log) {
  if (config.databaseUrl !== undefined) return undefined;
  const directory = path.join(config.dataFolder, "postgres");
  return openEmbeddedPostgres({
    directory,
    database: "tocsin",
    log: (line) => log.info("embedded database", { line }),
  });
}

/** For trying out, a key is made once and kept beside the data, readable by its owner only. */
async function readOrMakeSecretKey(folder: string): Promise<Buffer> {
  const file = path.join(folder, "secret.key");
  await mkdir(folder, { recursive: true });
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(randomBytes(32).toString("base64"));
    await handle.close();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return Buffer.from(await readFile(file, "utf8"), "base64");
}

/** A wrong key would make every subscription unreadable one by one; better to refuse at once. */
async function checkSecretKey(db: Database, secrets: Secrets): Promise<void> {
  const checks = secrets.keyedHashes("tocsin", "key-check").map((hash) => hash.toString("hex"));
  await db
    .insertInto("installation")
    .values({ name: "secret-key-check", value: checks[0] ?? "" })
    .onConflict((known) => known.doNothing())
    .execute();
  const kept = await db
    .selectFrom("installation")
    .select("value")
    .where("name", "=", "secret-key-check")
    .executeTakeFirstOrThrow();
  if (!checks.includes(kept.value))
    throw new Error(
      "The secret key (TOCSIN_SECRET_KEY, or secret.key in the data folder) is not the one that this database was set up with. After a change of keys name the old one in TOCSIN_FORMER_SECRET_KEYS and run: npx tocsin secret reseal",
    );
}
