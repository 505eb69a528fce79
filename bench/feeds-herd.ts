import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { bringToLastApproval, type People } from "./fanout-alert.ts";
import type { PushSink } from "./push-sink-process.ts";

export interface HerdFigures {
  requests: number;
  /** Answered with 5xx, or not at all. */
  failed: number;
  p99Ms: number;
  /** From the last approval to the last push, in each round, milliseconds: alone, and with the herd. */
  aloneMs: readonly number[];
  withHerdMs: readonly number[];
}

export interface HerdStand {
  feedUrl: string;
  people: People;
  sink: PushSink;
  subscriptions: number;
  /** A new one for each round. */
  areas: Iterator<string, undefined>;
}

const ROUNDS = 3;
const REQUESTS = 50_000;
const SECONDS = 10;
const CONNECTIONS = 500;
const PATIENCE_MS = 60_000;

/** Everybody comes for the main feed right after a publication, nine of ten with what they had before. */
export async function benchHerd(stand: HerdStand, progress: (line: string) => void): Promise<HerdFigures> {
  const aloneMs: number[] = [];
  const withHerdMs: number[] = [];
  let requests = 0;
  let failed = 0;
  let p99Ms = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    aloneMs.push(await publish(stand, async () => {}));
    const etag =
      (await fetch(stand.feedUrl, { headers: { "accept-encoding": "br" } })).headers.get("etag") ?? "";
    const known = { "accept-encoding": "br", "if-none-match": etag };
    withHerdMs.push(
      await publish(stand, async () => {
        const result = await autocannon({
          url: stand.feedUrl,
          connections: CONNECTIONS,
          overallRate: REQUESTS / SECONDS,
          amount: REQUESTS,
          requests: [
            ...Array.from({ length: 9 }, () => ({ headers: known })),
            { headers: { "accept-encoding": "br" } },
          ],
        });
        requests += result.requests.total;
        failed += result["5xx"] + result.errors + result.timeouts;
        p99Ms = Math.max(p99Ms, result.latency.p99);
      }),
    );
    progress(
      `Round ${round} of ${ROUNDS}: last push ${aloneMs.at(-1)} ms alone, ${withHerdMs.at(-1)} ms with the herd`,
    );
  }
  return { requests, failed, p99Ms, aloneMs, withHerdMs };
}

/** Milliseconds from the approval to the last push; `meanwhile` begins with the approval and is waited for. */
async function publish(
  { people, sink, subscriptions, areas }: HerdStand,
  meanwhile: () => Promise<void>,
): Promise<number> {
  const { approveLast } = await bringToLastApproval(people, areas.next().value ?? "");
  await sink.begin();
  const approvedAt = Date.now();
  await approveLast();
  const others = meanwhile();
  let { messages, lastAt } = await sink.arrivals();
  while (messages < subscriptions) {
    if (Date.now() > approvedAt + PATIENCE_MS) throw new Error(`Only ${messages} messages have arrived.`);
    await sleep(50);
    ({ messages, lastAt } = await sink.arrivals());
  }
  await others;
  return Math.round(lastAt - approvedAt);
}
