import { inFlight } from "./in-flight.ts";
import { openWay, type Prepare, type WaySetup } from "./fanout-ways.ts";

/** What a sending process is told: first how it sends, then again and again how much. Started by fanout-per-core.ts. */
export interface Round {
  messages: number;
  atOnce: number;
}

/** Time on the clock and on the processor, of this process alone. */
export interface Sent {
  tookMs: number;
  cpuMs: number;
}

process.once("message", (setup: WaySetup) => {
  const open = new Map<number, Prepare>();
  let number = 0;
  process.on("message", async ({ messages, atOnce }: Round) => {
    const prepare = open.get(atOnce) ?? openWay(setup, atOnce);
    open.set(atOnce, prepare);
    const sends = Array.from({ length: messages }, () => prepare(number++));
    // What preparing has left behind is not the sender's.
    globalThis.gc?.();
    const before = process.cpuUsage();
    const start = performance.now();
    await inFlight(sends, atOnce, (send) => send());
    const { user, system } = process.cpuUsage(before);
    process.send?.({
      tookMs: performance.now() - start,
      cpuMs: (user + system) / 1_000,
    } satisfies Sent);
  });
  process.send?.("ready");
});
process.on("disconnect", () => process.exit());
