import type { Pool } from "pg";
import type { AdmittedSample } from "../src/domain/admitted-sample.ts";
import type { Knowledge } from "../src/domain/knowledge.ts";
import { parse } from "../src/domain/parse.ts";
import { Sample } from "../src/domain/sample.ts";
import { admitSample } from "../src/pipeline/admit-sample.ts";
import { inFlight } from "./in-flight.ts";
import { type InventedSession, inventedResults } from "./invented-results.ts";
import type { Api } from "./post-samples.ts";
import { insertRaw, rawInserts } from "./raw-insert.ts";

export const CHUNK_SAMPLES = 500;
export interface Stand {
  api: Api;
  pool: Pool;
  knowledge: Knowledge;
  organisationId: string;
  sessions: readonly InventedSession[];
}

/** Prepares new samples, untimed, then takes them in. Answers results a second. */
export type ChunkedWay = (chunks: number, atOnce: number) => Promise<number>;

/** 500 samples a transaction, by plain multi-row inserts. */
export const rawWay =
  ({ pool, knowledge, organisationId, sessions }: Stand): ChunkedWay =>
  async (chunks, atOnce) => {
    const prepared = Array.from({ length: chunks }, () =>
      rawInserts(
        organisationId,
        inventedResults(sessions, CHUNK_SAMPLES).map((body) => admitted(body, sessions, knowledge)),
      ),
    );
    const rate = await perSecond(chunks * CHUNK_SAMPLES, () =>
      inFlight(prepared, atOnce, (inserts) => insertRaw(pool, inserts)),
    );
    await pool.query("update outbox set closed_at = now() where closed_at is null");
    return rate;
  };

/** 500 samples a request. */
export const batchWay =
  ({ api, pool, sessions }: Stand): ChunkedWay =>
  async (chunks, atOnce) => {
    const bodies = Array.from({ length: chunks }, () =>
      JSON.stringify(inventedResults(sessions, CHUNK_SAMPLES)),
    );
    const rate = await perSecond(chunks * CHUNK_SAMPLES, () => api.postBatches(bodies, atOnce));
    await untilMatched(pool);
    return rate;
  };

/** One sample a request, as fast as the clients can or at a pace; also answers the milliseconds that each request took. */
export async function postSingly(
  { api, pool, sessions }: Stand,
  samples: number,
  clients: number,
  pacePerSecond?: number,
) {
  const bodies = inventedResults(sessions, samples).map((sample) => JSON.stringify(sample));
  let tookMs: number[] = [];
  const resultsPerSecond = await perSecond(samples, async () => {
    tookMs = await api.postOneByOne(bodies, clients, pacePerSecond);
  });
  await untilMatched(pool);
  return { resultsPerSecond, tookMs };
}

async function perSecond(samples: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (samples / (performance.now() - start)) * 1_000;
}

function admitted(
  body: Record<string, unknown>,
  sessions: readonly InventedSession[],
  knowledge: Knowledge,
): AdmittedSample {
  const parsed = parse(Sample, body);
  if (parsed.outcome === "refused")
    throw new Error(`An invented sample is not valid: ${JSON.stringify(parsed.errors)}`);
  const area = sessions.find(({ id }) => id === parsed.value.sessionId)?.area;
  if (area === undefined) throw new Error("An invented sample belongs to no session.");
  const admission = admitSample(parsed.value, area, knowledge, new Date());
  if (admission.outcome === "refused")
    throw new Error(`An invented sample was refused: ${JSON.stringify(admission.errors)}`);
  return admission.value;
}

const ASK_MS = 200;
const PATIENCE_MS = 120_000;

/** Every measurement begins when the workers have nothing left to do; while it runs they match, as they always do. */
async function untilMatched(pool: Pool): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    const { rowCount } = await pool.query("select 1 from outbox where closed_at is null limit 1");
    if (rowCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  throw new Error(`The workers have not matched all samples within ${PATIENCE_MS / 1000} s.`);
}
