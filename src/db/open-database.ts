import { Kysely, PostgresDialect, SafeNullComparisonPlugin } from "kysely";
import { Pool, types } from "pg";
import type { Log } from "../log.ts";
import type { Schema } from "./schema.ts";

types.setTypeParser(types.builtins.DATE, (text) => text); // a day is a day in every time zone

export type Database = Kysely<Schema>;

/** A pool on `url`. Waiting for a lock or sitting idle in a transaction is bounded, so that one stuck step cannot stop the rest. */
export function openDatabase(url: string, log: Log, { connections = 10 } = {}): Database {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    statement_timeout: 30_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  // Without listeners, a connection that is lost would end the process: idle in the pool, or in the midst of a transaction.
  pool.on("error", () => {});
  pool.on("connect", (client) =>
    client.on("error", (error) => log.warn("database connection lost", { error: error.message })),
  );
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new SafeNullComparisonPlugin()],
  });
}
