import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What the figures of a bench depend on. `loadOneMinute` tells whether others were using the machine. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadOneMinute: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}
