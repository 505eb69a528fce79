import { setTimeout as sleep } from "node:timers/promises";

/** What `work` comes to, when that is within `patienceMs`; else rejects, saying that `what` took too long. The work itself goes on. */
export async function inTime<T>(what: string, patienceMs: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const { signal } = timer;
  const tooLong = async (): Promise<never> => {
    await sleep(patienceMs, undefined, { signal });
    throw new Error(`${what} has not ended within ${patienceMs} ms`);
  };
  try {
    return await Promise.race([work, tooLong()]);
  } finally {
    timer.abort();
  }
}
