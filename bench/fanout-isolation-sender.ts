import { openPushFlow } from "../src/adapters/push-flow.ts";
import { openOwnWay, type WaySetup } from "./fanout-ways.ts";
import { inFlight } from "./in-flight.ts";

/** What it is told first, and then again and again. Started by fanout-isolation.ts. */
export type IsolationSetup = Omit<WaySetup, "way"> & { faultyOrigin: string };
export interface IsolationRound {
  messages: number;
  /** Whether the other push service gets as many messages as its flow lets through, all the while. */
  isFaultyOneServed: boolean;
}
export interface IsolationSent {
  tookMs: number;
  /** Attempts at the faulty one meanwhile. */
  faultyAttempts: number;
}

const AT_ONCE = 100;

process.once("message", ({ origin, faultyOrigin, ...setup }: IsolationSetup) => {
  const prepare = openOwnWay(setup, [origin, faultyOrigin]);
  let number = 0;
  process.on("message", async ({ messages, isFaultyOneServed }: IsolationRound) => {
    const flow = openPushFlow({ now: () => new Date(), random: Math.random, onStopped() {}, onResumed() {} });
    const sends = Array.from({ length: messages }, () => prepare(origin, number++, false));
    const over = new AbortController();
    let faultyAttempts = 0;
    const toFaulty = async () => {
      while (!over.signal.aborted) {
        const send = prepare(faultyOrigin, number++, false);
        const { outcome } = await flow.send(faultyOrigin, () => {
          faultyAttempts++;
          return send();
        });
        // As the product does: it comes back when the service has rested.
        if (outcome === "postponed") await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    globalThis.gc?.();
    if (isFaultyOneServed) for (let lane = 0; lane < AT_ONCE; lane++) void toFaulty();
    const start = performance.now();
    await inFlight(sends, AT_ONCE, async (send) => {
      const { outcome } = await flow.send(origin, send);
      if (outcome !== "accepted") throw new Error(`A message was not accepted: ${outcome}`);
    });
    over.abort();
    process.send?.({ tookMs: performance.now() - start, faultyAttempts } satisfies IsolationSent);
  });
  process.send?.("ready");
});
process.on("disconnect", () => process.exit());
