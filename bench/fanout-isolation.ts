import { fileURLToPath } from "node:url";
import webpush from "web-push";
import type { Behaviour } from "../test/support/faulty-push-service.ts";
import { startChild } from "./fanout-child.ts";
import type { IsolationRound, IsolationSent, IsolationSetup } from "./fanout-isolation-sender.ts";
import type { Subscriber } from "./fanout-subscribers.ts";
import type { PushSink } from "./push-sink-process.ts";
import { median } from "./statistics.ts";

/** Throughput of a push service that is well while another has this fault, as a share of that while no other is served. */
export type IsolationFigures = { fault: string; share: number; faultyAttempts: number }[];

/** Not 410: who answers that at once is well, and has its share of the processor. */
const FAULTS: Record<string, Behaviour> = {
  hangs: "hang",
  "drips a head": "drip-head",
  resets: "reset",
  "answers 1 GB": "endless",
  "429, Retry-After": { status: 429, headers: { "retry-after": "120" } },
  "403 to all": { status: 403, body: "permission denied: invalid JWT provided\n" },
};
const ROUNDS = 5;
const MESSAGES = 4_000;

/** Sends to both from one process, through one flow and one sender, in turns with and without the faulty one. */
export async function benchIsolation(
  sink: PushSink,
  subscribers: readonly Subscriber[],
  progress: (line: string) => void,
): Promise<IsolationFigures> {
  const faulty = startChild(fileURLToPath(import.meta.resolve("./faulty-process.ts")));
  const sender = startChild(fileURLToPath(import.meta.resolve("./fanout-isolation-sender.ts")), sink.trust);
  try {
    const faultyOrigin = await faulty.ask<string>("hang" satisfies Behaviour);
    const vapid = { id: "bench", ...webpush.generateVAPIDKeys() };
    await sender.ask({ origin: sink.origin, faultyOrigin, subscribers, vapid } satisfies IsolationSetup);
    const send = (isFaultyOneServed: boolean) =>
      sender.ask<IsolationSent>({ messages: MESSAGES, isFaultyOneServed } satisfies IsolationRound);
    for (let warmUp = 0; warmUp < 3; warmUp++) await send(false);
    const figures: IsolationFigures = [];
    for (const [fault, behaviour] of Object.entries(FAULTS)) {
      await faulty.ask(behaviour);
      const shares: number[] = [];
      let faultyAttempts = 0;
      for (let round = 0; round < ROUNDS; round++) {
        // Before and after, because the machine grows faster and slower by itself.
        const before = await send(false);
        const beside = await send(true);
        const after = await send(false);
        shares.push((before.tookMs + after.tookMs) / 2 / beside.tookMs);
        faultyAttempts += beside.faultyAttempts;
      }
      const share = median(shares);
      figures.push({ fault, share, faultyAttempts });
      progress(`Beside a push service (${fault}): ${(share * 100).toFixed(0)} % of the throughput alone`);
    }
    return figures;
  } finally {
    await sender.stop();
    await faulty.stop();
  }
}
