import { promises as fs } from "node:fs";
import path from "node:path";
import { FileMigrationProvider, Migrator } from "kysely/migration";
import type { Database } from "./open-database.ts";

const onFileIgnored = (file: string): never => {
  throw new Error(`migrations/${file} exports no up()`);
};

const migrationFolder = path.join(import.meta.dirname, "../../migrations");

/** Brings the database to the newest schema and returns the names of the migrations that ran. Throws when one fails; that one is then undone. */
export async function migrate(db: Database): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: new FileMigrationProvider({ fs, path, migrationFolder, onFileIgnored }),
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.map((result) => result.migrationName);
}
