import { benchGrowth } from "./fanout-growth.ts";
import { unlessInterrupted } from "./fanout-interruption.ts";
import { benchIsolation } from "./fanout-isolation.ts";
import { benchPerCore } from "./fanout-per-core.ts";
import { fanoutReport } from "./fanout-report.ts";
import { inventSubscribers } from "./fanout-subscribers.ts";
import { benchSystem } from "./fanout-system.ts";
import { startPushSink } from "./push-sink-process.ts";
import type { Report } from "./run.ts";

const SUBSCRIPTIONS = 100_000;
const MOST_SUBSCRIPTIONS = 1_000_000;

/**
 * How fast one process sends beside npm web-push, how soon one alert is with everybody, and what it costs the database to find
 * them. The push service is a process of its own on the same machine. Throws when a message was not as it should be.
 */
export async function benchFanout(progress: (line: string) => void, isLarge: boolean): Promise<Report> {
  const subscribers = inventSubscribers();
  const sink = await startPushSink(subscribers);
  try {
    const perCore = await unlessInterrupted(benchPerCore(sink, subscribers, progress));
    const isolation = await unlessInterrupted(benchIsolation(sink, subscribers, progress));
    const subscriptions = isLarge ? MOST_SUBSCRIPTIONS : SUBSCRIPTIONS;
    const system = await benchSystem(sink, subscribers, subscriptions, progress);
    const checks = await sink.checks();
    const faults = checks.repeatedSalts + checks.repeatedKeys + checks.undecryptable;
    if (faults > 0 || checks.bodyLengths.length !== 1)
      throw new Error(`Messages were not as they should be: ${JSON.stringify(checks)}`);
    return fanoutReport({ perCore, isolation, system, checks, growth: await benchGrowth(progress) });
  } finally {
    await sink.stop();
  }
}
