import type { TestProject } from "vitest/node";
import { migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { silentLog } from "../../src/log.ts";
import { reportMissingRequirements } from "./requirements.ts";
import { cloneDatabase, startThrowawayPostgres } from "./throwaway-postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
    /** A migrated database that nobody is connected to; each spec works on a copy. */
    template: string;
  }
}

/** One throw-away PostgreSQL for the whole run, with one migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (Number(process.versions.node.split(".")[0]) < 24)
    throw new Error(
      `The specs need Node 24 or later, this is ${process.version}. Run them with "npm test", which brings its own.`,
    );
  reportMissingRequirements(console.log);
  const postgres = await startThrowawayPostgres();
  const { url } = await cloneDatabase(postgres.adminUrl);
  const db = openDatabase(url, silentLog, { connections: 1 });
  await migrate(db);
  await db.destroy();
  project.provide("adminUrl", postgres.adminUrl);
  project.provide("template", new URL(url).pathname.slice(1));
  return () => postgres.stop();
}
