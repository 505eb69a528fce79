import { Pool } from "pg";
import { v7 as uuidv7 } from "uuid";
import { openDatabase } from "../src/db/open-database.ts";
import { createKey } from "../src/identity/api-key.ts";
import { findOrCreateOrganisation } from "../src/identity/sign-in.ts";
import { loadKnowledge } from "../src/knowledge/load-knowledge.ts";
import { silentLog } from "../src/log.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import { type IngestFigures, ingestReport, type Round } from "./ingest-report.ts";
import { batchWay, type ChunkedWay, postSingly, rawWay, type Stand } from "./ingest-ways.ts";
import { openApi } from "./post-samples.ts";
import type { Report } from "./run.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

const COUNTRY = "PL";
const ROUNDS = 5;
const CHUNKS_A_ROUND = 12;
const SINGLE_POSTS_A_ROUND = 3_000;
const WARM_UP_POSTS = 10_000;
const CLIENTS = 50;
/** All clients together, at a pace: ten a second from each, far more than fifty people at fifty instruments can type. */
const PACE_PER_SECOND = 500;
const MOST_AT_ONCE = 4;
const CHUNKS_A_TRIAL = 8;

type Progress = (line: string) => void;

/**
 * Takes invented samples in through the API of a real server (its own process, with its workers) and by plain inserts into the
 * same database: in turns, so that both see the same machine. Needs a minute or two and nothing from outside.
 */
export async function benchIngest(progress: Progress): Promise<Report> {
  progress("Starting a database of its own (it writes to disk as the product's does) and the server …");
  const postgres = await startDurablePostgres();
  try {
    const server = await startServerProcess(postgres.url);
    try {
      const figures = withStand(postgres.url, server, (stand) => measure(stand, progress));
      return ingestReport(await Promise.race([figures, interruption()]));
    } finally {
      await server.stop();
    }
  } finally {
    await postgres.stop();
  }
}

/** Ends the bench on Ctrl-C in such a way that the server and the database are still stopped and removed. */
const interruption = () =>
  new Promise<never>((_resolve, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => reject(new Error("Interrupted.")));
  });

async function withStand<T>(
  databaseUrl: string,
  server: ServerProcess,
  work: (stand: Stand) => Promise<T>,
): Promise<T> {
  const db = openDatabase(databaseUrl, silentLog, { connections: 1 });
  const organisationId = await findOrCreateOrganisation(db, "Bench");
  const { key } = await createKey(db, { organisationId, name: "bench", scopes: ["submit"] });
  await db.destroy();
  const pool = new Pool({ connectionString: databaseUrl, max: MOST_AT_ONCE });
  const api = openApi(server, key, CLIENTS);
  try {
    const knowledge = await loadKnowledge();
    // One in each part of the country: no service sees ten thousand samples of one story.
    const sessions = knowledge.areas
      .all()
      .filter(({ parent }) => parent === COUNTRY)
      .map(({ code }) => ({ id: uuidv7(), area: code }));
    for (const session of sessions) await api.postSession({ ...session, name: "Invented night" });
    return await work({ api, pool, knowledge, organisationId, sessions });
  } finally {
    await api.close();
    await pool.end();
  }
}

async function measure(stand: Stand, progress: Progress): Promise<IngestFigures> {
  const raw = rawWay(stand);
  const batch = batchWay(stand);
  progress("Warming up, and trying how many chunks at once are best …");
  await raw(CHUNKS_A_TRIAL, 1);
  await batch(CHUNKS_A_TRIAL, 1);
  const rawAtOnce = await bestAtOnce(raw);
  const batchAtOnce = await bestAtOnce(batch);
  // A server that has run for an evening has compiled its hot code; that takes about ten thousand posts.
  await postSingly(stand, WARM_UP_POSTS, CLIENTS);

  const rounds: Round[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    const round: Round = {
      raw: await raw(CHUNKS_A_ROUND, rawAtOnce),
      batch: await batch(CHUNKS_A_ROUND, batchAtOnce),
      single: await postSingly(stand, SINGLE_POSTS_A_ROUND, CLIENTS),
      paced: await postSingly(stand, SINGLE_POSTS_A_ROUND, CLIENTS, PACE_PER_SECOND),
    };
    rounds.push(round);
    progress(
      `Round ${number} of ${ROUNDS}: raw ${round.raw.toFixed(0)}, batches ${round.batch.toFixed(0)}, one by one ${round.single.resultsPerSecond.toFixed(0)} results/s`,
    );
  }
  const { rows } = await stand.pool.query<{ server_version: string }>("show server_version");
  return {
    rounds,
    rawAtOnce,
    batchAtOnce,
    clients: CLIENTS,
    postgresVersion: rows[0]?.server_version ?? "unknown",
  };
}

/** The number of chunks at once, 1 to 4, at which this way is fastest. */
async function bestAtOnce(way: ChunkedWay): Promise<number> {
  const tried: { atOnce: number; rate: number }[] = [];
  for (let atOnce = 1; atOnce <= MOST_AT_ONCE; atOnce++)
    tried.push({ atOnce, rate: await way(CHUNKS_A_TRIAL, atOnce) });
  return tried.reduce((best, one) => (one.rate > best.rate ? one : best)).atOnce;
}
