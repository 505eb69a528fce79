import { CHUNK_SAMPLES } from "./ingest-ways.ts";
import { describeMachine } from "./machine.ts";
import type { Report } from "./run.ts";
import { median, percentile } from "./statistics.ts";

interface SinglePosts {
  resultsPerSecond: number;
  tookMs: readonly number[];
}

/** What one round measured, in results a second. */
export interface Round {
  raw: number;
  batch: number;
  /** As fast as the clients can. */
  single: SinglePosts;
  /** At a pace that leaves the machine room. */
  paced: SinglePosts;
}

export interface IngestFigures {
  rounds: readonly Round[];
  /** Chunks in flight at once. */
  rawAtOnce: number;
  batchAtOnce: number;
  clients: number;
  postgresVersion: string;
}

const latencyOf = ({ p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }) => `p50 ${p50Ms} ms, p99 ${p99Ms} ms`;

const line = (way: string, rate: number, ratio: number, latency = ""): string =>
  `${way.padEnd(58)}${String(rate).padStart(10)}${ratio.toFixed(2).padStart(10)}  ${latency}`.trimEnd();

/**
 * Medians over the rounds, as a table and as one object. Percentiles and ratios are taken in each round, then their median:
 * the machine may be slower in one round than in another, but what is compared was measured within seconds.
 */
export function ingestReport({ rounds, ...setup }: IngestFigures): Report {
  const of = (pick: (round: Round) => number, digits = 0) => Number(median(rounds.map(pick)).toFixed(digits));
  const raw = of((round) => round.raw);
  const batch = of((round) => round.batch);
  const posts = (pick: (round: Round) => SinglePosts) => ({
    resultsPerSecond: of((round) => pick(round).resultsPerSecond),
    p50Ms: of((round) => percentile(pick(round).tookMs, 0.5), 1),
    p99Ms: of((round) => percentile(pick(round).tookMs, 0.99), 1),
    clients: setup.clients,
  });
  const single = posts((round) => round.single);
  const paced = posts((round) => round.paced);
  const batchToRaw = of((round) => round.batch / round.raw, 2);
  const singleToRaw = of((round) => round.single.resultsPerSecond / round.raw, 2);
  const pacedToRaw = of((round) => round.paced.resultsPerSecond / round.raw, 2);
  const machine = describeMachine();
  const versions = { node: process.versions.node, postgres: setup.postgresVersion };
  return {
    text: [
      `Ingest: samples with 4 findings each, durable commits, workers matching meanwhile. Medians of ${rounds.length} rounds.`,
      `${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, Node ${versions.node}, PostgreSQL ${versions.postgres}.`,
      "",
      `${"".padEnd(58)}${"results/s".padStart(10)}${"to raw".padStart(10)}`,
      line(`raw multi-row insert, ${CHUNK_SAMPLES} a commit, ${setup.rawAtOnce} at once`, raw, 1),
      line(`API, batches of ${CHUNK_SAMPLES}, ${setup.batchAtOnce} at once`, batch, batchToRaw),
      line(
        `API, one by one, ${setup.clients} clients, as fast as they can`,
        single.resultsPerSecond,
        singleToRaw,
        latencyOf(single),
      ),
      line(
        `API, one by one, ${setup.clients} clients, ten a second from each`,
        paced.resultsPerSecond,
        pacedToRaw,
        latencyOf(paced),
      ),
    ].join("\n"),
    json: {
      raw: { resultsPerSecond: raw, atOnce: setup.rawAtOnce },
      batch: { resultsPerSecond: batch, ratioToRaw: batchToRaw, atOnce: setup.batchAtOnce },
      single,
      paced,
      machine,
      versions,
    },
  };
}
