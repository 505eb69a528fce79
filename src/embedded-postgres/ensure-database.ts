import { DatabaseError, escapeIdentifier } from "pg";
import { connectToCluster } from "./connect-to-cluster.ts";
import type { Server } from "./connect-to-cluster.ts";

/** SQLSTATE for "duplicate database"; "unique violation" when two sessions create it at the same moment. */
const CREATED_MEANWHILE = ["42P04", "23505"];

/** Creates the database where it is missing. */
export async function ensureDatabase(server: Server, database: string): Promise<void> {
  const connection = await connectToCluster(server, {
    database: "postgres",
    applicationName: "tocsin setup",
  });
  if (connection.outcome === "unreachable") throw new Error(`PostgreSQL went away: ${connection.reason}`);
  const { client } = connection;
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`);
  } catch (error) {
    if (!(error instanceof DatabaseError && CREATED_MEANWHILE.includes(error.code ?? ""))) throw error;
  } finally {
    await client.end();
  }
}
