import { faultFields, type Log } from "./log.ts";

export interface ClockLoop {
  /** Runs soon, without waiting for the clock. */
  wake(): void;
  /** Resolves when a running turn has ended; no turn begins after it. */
  stop(): Promise<void>;
}

/**
 * Does `turn` every `everyMs`, and soon after each `wake()`, never two at once. A failing turn is logged and tried again at
 * the next one. A plain loop rather than a scheduled job, so that what keeps the queue honest does not depend on the queue.
 */
export function startClockLoop(
  name: string,
  everyMs: number,
  turn: () => Promise<void>,
  log: Log,
): ClockLoop {
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isStopped = false;

  const run = (): void => {
    if (isStopped) return;
    if (running) {
      isWanted = true;
      return;
    }
    running = turn()
      .catch((error: unknown) => log.error("turn failed", { loop: name, ...faultFields(error) }))
      .finally(() => {
        running = undefined;
        if (isWanted) {
          isWanted = false;
          run();
        }
      });
  };
  const timer = setInterval(run, everyMs);
  run();
  return {
    wake: run,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
