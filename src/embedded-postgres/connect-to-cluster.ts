import { Client, DatabaseError } from "pg";
import { SUPERUSER } from "./initialise-cluster.ts";

/** A server of ours and how to enter it. */
export type Server = { port: number; password: string; clusterDirectory: string };

/** `unreachable`: nothing answers there, or not yet, or not any more; worth another try after a moment. */
export type Connection =
  | { outcome: "connected"; client: Client }
  | { outcome: "unreachable"; reason: string };

/** SQLSTATE for "invalid password" and "invalid authorization". */
const REFUSED = ["28P01", "28000"];

/**
 * Connects to a database of the server and makes sure that it knows the cluster by the directory that we do.
 * The caller ends the client. Throws when it does not, or when it refuses the password that we keep.
 */
export async function connectToCluster(
  { port, password, clusterDirectory }: Server,
  { database, applicationName }: { database: string; applicationName: string },
): Promise<Connection> {
  const client = new Client({
    host: "127.0.0.1",
    port,
    user: SUPERUSER,
    password,
    database,
    ssl: false,
    keepAlive: true,
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => {}); // a lost connection also rejects the running query and emits "end"
  let served: string | undefined;
  try {
    await client.connect();
    const { rows } = await client.query<{ directory: string }>(
      "select current_setting('data_directory') as directory",
    );
    served = rows[0]?.directory;
  } catch (error) {
    if (error instanceof DatabaseError && REFUSED.includes(error.code ?? "")) {
      throw new Error(
        `The server of ${clusterDirectory} at port ${port} refuses the password kept in settings.json. ` +
          "Stop that server or put back the settings.json that belongs to it.",
        { cause: error },
      );
    }
    return { outcome: "unreachable", reason: error instanceof Error ? error.message : String(error) };
  }
  if (served === clusterDirectory) return { outcome: "connected", client };
  await client.end();
  throw new Error(
    `A PostgreSQL that was started for ${served} still runs at port ${port}. ` +
      "The directory was moved under it: stop Tocsin there, or move the directory back.",
  );
}
