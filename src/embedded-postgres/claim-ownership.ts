import { DatabaseError } from "pg";
import type { Client } from "pg";
import { connectToCluster } from "./connect-to-cluster.ts";
import type { Server } from "./connect-to-cluster.ts";
import { inspectProcess } from "./inspect-process.ts";

/** The owner alone may stop the server. The lock lives as long as `client`'s connection: it needs no cleaning up. */
export type Claim =
  | { outcome: "owned"; client: Client }
  | { outcome: "held-by-other" }
  | { outcome: "unreachable"; reason: string };

/** An advisory lock's two keys: "tocs" in ASCII, and 1. It is taken in the database `postgres`, apart from the data. */
const LOCK_KEYS = [0x746f6373, 1];

/** After kill -9 of the owner its connection is closed by the kernel, and the server needs a moment to notice. */
const LOCK_TIMEOUT_MS = 4_000;

const LOCK_NOT_AVAILABLE = "55P03";
const OWNER_MARK = "tocsin owner";

/**
 * Tries to become the owner of a running server. A holder that is provably alive on this machine is respected at once;
 * any other gets a few seconds to vanish.
 */
export async function claimOwnership(server: Server): Promise<Claim> {
  const connection = await connectToCluster(server, {
    database: "postgres",
    applicationName: `${OWNER_MARK} ${await describeProcess(process.pid)}`,
  });
  if (connection.outcome === "unreachable") return connection;
  const { client } = connection;
  try {
    if (await isHolderAlive(client)) {
      await client.end();
      return { outcome: "held-by-other" };
    }
    await client.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query("select pg_advisory_lock($1, $2)", LOCK_KEYS);
    await client.query("reset lock_timeout");
    return { outcome: "owned", client };
  } catch (error) {
    await client.end();
    if (!(error instanceof Error)) throw error;
    if (error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE)
      return { outcome: "held-by-other" };
    return { outcome: "unreachable", reason: error.message };
  }
}

/** The holder writes its process into the name of its connection. In another container the id means nothing here. */
async function isHolderAlive(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(
    `select activity.application_name as name
       from pg_locks as lock join pg_stat_activity as activity on activity.pid = lock.pid
      where lock.locktype = 'advisory' and lock.granted and lock.classid = $1 and lock.objid = $2
        and lock.database = (select oid from pg_database where datname = current_database())`,
    LOCK_KEYS,
  );
  const name = rows[0]?.name;
  const holder = Number(name?.replace(OWNER_MARK, "").trim().split(" ")[0]);
  return Number.isInteger(holder) && name === `${OWNER_MARK} ${await describeProcess(holder)}`;
}

/** Id and start time: an id alone may have been given to a new process. */
async function describeProcess(pid: number): Promise<string> {
  const found = await inspectProcess(pid);
  return `${pid} ${found.state === "alive" ? (found.startTicks ?? "running") : found.state}`;
}
