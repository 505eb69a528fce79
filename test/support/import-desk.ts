import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeEach, inject } from "vitest";
import { type Database, openDatabase } from "../../src/db/open-database.ts";
import { importFile, type ImportOptions } from "../../src/import/import-file.ts";
import type { ImportReport } from "../../src/import/import-report.ts";
import { silentLog } from "../../src/log.ts";
import { profileWith } from "./documented-profile.ts";
import { shipped } from "./shipped-knowledge.ts";
import { cloneDatabase } from "./throwaway-postgres.ts";

/** An empty database, an organisation and a directory of its own for every test of a spec. */
export class ImportDesk {
  db!: Database;
  directory!: string;
  organisationId!: string;
  readonly deps = { knowledge: shipped, now: () => new Date("2026-11-01T10:00:00Z"), log: silentLog };

  constructor() {
    let database: Awaited<ReturnType<typeof cloneDatabase>>;
    beforeEach(async () => {
      database = await cloneDatabase(inject("adminUrl"), inject("template"));
      this.db = openDatabase(database.url, silentLog);
      this.organisationId = await this.addOrganisation("A drug-checking service");
      this.directory = await mkdtemp(join(tmpdir(), "tocsin-import-"));
    });
    afterEach(async () => {
      await this.db.destroy();
      await database.drop();
      await rm(this.directory, { recursive: true });
    });
  }

  async addOrganisation(name: string): Promise<string> {
    const id = uuidv7();
    await this.db.insertInto("organisation").values({ id, name }).execute();
    return id;
  }

  /** Writes a file into the directory and returns its path. */
  async write(name: string, text: string): Promise<string> {
    const file = join(this.directory, name);
    await writeFile(file, text);
    return file;
  }

  attempt(options: Pick<ImportOptions, "file"> & Partial<ImportOptions>) {
    const { db, deps, organisationId, directory } = this;
    return importFile(
      { db, ...deps },
      { profile: profileWith(), organisationId, rejectedInto: directory, ...options },
    );
  }

  async import(options: Pick<ImportOptions, "file"> & Partial<ImportOptions>): Promise<ImportReport> {
    const report = await this.attempt(options);
    if (report.outcome === "refused") throw new Error(report.because);
    return report;
  }

  async importText(text: string, options: Partial<ImportOptions> = {}): Promise<ImportReport> {
    return this.import({ file: await this.write("results.csv", text), ...options });
  }

  /** How many rows each table has. */
  async stored(): Promise<Record<string, number> | undefined> {
    const tables = ["session", "sample", "analysis", "finding", "outbox", "conflict"];
    const counts = tables.map(
      (table) => sql`(select count(*)::int from ${sql.table(table)}) as ${sql.ref(table)}`,
    );
    const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)}`.execute(this.db);
    return rows[0];
  }
}
