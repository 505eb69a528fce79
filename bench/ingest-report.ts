import { CHUNK_SAMPLES } from "./ingest-ways.ts";
import { describeMachine } from "./machine.ts";
import type { Report } from "./run.ts";
import { median, percentile } from "./statistics.ts";

/** What one round measured, in results a second. */
export interface Round {
  raw: number;
  batch: number;
  single: { resultsPerSecond: number; tookMs: readonly number[] };
}

export interface IngestFigures {
  rounds: readonly Round[];
  /** Chunks in flight at once. */
  rawAtOnce: number;
  batchAtOnce: number;
  clients: number;
  postgresVersion: string;
}

const line = (way: string, rate: number, ratio: number, latency = ""): string =>
  `${way.padEnd(52)}${String(rate).padStart(10)}${ratio.toFixed(2).padStart(10)}  ${latency}`.trimEnd();

/**
 * Medians over the rounds, as a table and as one object. Percentiles and ratios are taken in each round, then their median:
 * the machine may be slower in one round than in another, but what is compared was measured within seconds.
 */
export function ingestReport({ rounds, ...setup }: IngestFigures): Report {
  const of = (pick: (round: Round) => number, digits = 0) => Number(median(rounds.map(pick)).toFixed(digits));
  const raw = of((round) => round.raw);
  const batch = of((round) => round.batch);
  const single = {
    resultsPerSecond: of((round) => round.single.resultsPerSecond),
    p50Ms: of((round) => percentile(round.single.tookMs, 0.5), 1),
    p99Ms: of((round) => percentile(round.single.tookMs, 0.99), 1),
  };
  const batchToRaw = of((round) => round.batch / round.raw, 2);
  const singleToRaw = of((round) => round.single.resultsPerSecond / round.raw, 2);
  const machine = describeMachine();
  const versions = { node: process.versions.node, postgres: setup.postgresVersion };
  return {
    text: [
      `Ingest: samples with 4 findings each, durable commits, workers matching meanwhile. Medians of ${rounds.length} rounds.`,
      `${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, Node ${versions.node}, PostgreSQL ${versions.postgres}.`,
      "",
      `${"".padEnd(52)}${"results/s".padStart(10)}${"to raw".padStart(10)}`,
      line(`raw multi-row insert, ${CHUNK_SAMPLES} a commit, ${setup.rawAtOnce} at once`, raw, 1),
      line(`API, batches of ${CHUNK_SAMPLES}, ${setup.batchAtOnce} at once`, batch, batchToRaw),
      line(
        `API, one by one, ${setup.clients} clients`,
        single.resultsPerSecond,
        singleToRaw,
        `p50 ${single.p50Ms} ms, p99 ${single.p99Ms} ms`,
      ),
    ].join("\n"),
    json: {
      raw: { resultsPerSecond: raw, atOnce: setup.rawAtOnce },
      batch: { resultsPerSecond: batch, ratioToRaw: batchToRaw, atOnce: setup.batchAtOnce },
      single: { ...single, clients: setup.clients },
      machine,
      versions,
    },
  };
}
