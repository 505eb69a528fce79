import { setTimeout as sleep } from "node:timers/promises";

const PAUSE_MS = 25;

/** Asks again until `ready` accepts the answer; fails with the last answer after `timeoutMs`. */
export async function until<T>(
  ask: () => Promise<T>,
  ready: (answer: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (ready(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`still not so after ${timeoutMs} ms: ${JSON.stringify(answer)?.slice(0, 1000)}`);
    await sleep(PAUSE_MS);
  }
}
