import { setTimeout } from "node:timers/promises";
import { Pool } from "undici";
import { inFlight } from "./in-flight.ts";
import type { ServerProcess } from "./server-process.ts";

/** Keeps this many connections to the API open and sends with one key. */
export function openApi({ origin }: ServerProcess, key: string, connections: number) {
  const pool = new Pool(origin, { connections });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };

  // The barest way of undici: what the sender costs is taken from the same cores that the server needs.
  const post = (path: string, body: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      let status = 0;
      const chunks: Buffer[] = [];
      pool.dispatch(
        { method: "POST", path, headers, body },
        {
          onRequestStart: () => {},
          onResponseStart: (_controller, statusCode) => void (status = statusCode),
          onResponseData: (_controller, chunk) => void chunks.push(chunk),
          onResponseEnd: () => resolve({ status, text: Buffer.concat(chunks).toString() }),
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });

  return {
    /** Throws when it is not accepted. */
    async postSession(session: Record<string, unknown>): Promise<void> {
      const { status, text } = await post("/v1/sessions", JSON.stringify(session));
      if (status !== 201) throw new Error(`The session was answered ${status}: ${text}`);
    },
    /**
     * One sample a request: each client sends its next when its last is answered or, with `perSecond`, not before it is due.
     * Answers the milliseconds that each took, counted from when it was due; throws when one is not accepted.
     */
    async postOneByOne(bodies: readonly string[], clients: number, perSecond?: number): Promise<number[]> {
      const tookMs: number[] = [];
      const begin = performance.now();
      await inFlight([...bodies.entries()], clients, async ([index, body]) => {
        const due = perSecond ? begin + (index * 1_000) / perSecond : performance.now();
        if (due > performance.now()) await setTimeout(due - performance.now());
        const { status, text } = await post("/v1/samples", body);
        tookMs.push(performance.now() - due);
        if (status !== 201) throw new Error(`A sample was answered ${status}: ${text}`);
      });
      return tookMs;
    },
    /** Each body is a JSON array of samples. Throws when one of them is not accepted. */
    async postBatches(bodies: readonly string[], atOnce: number): Promise<void> {
      await inFlight(bodies, atOnce, async (body) => {
        const { status, text } = await post("/v1/samples", body);
        const { refused } = JSON.parse(text) as { refused?: number };
        if (status !== 200 || refused !== 0)
          throw new Error(`A batch was answered ${status}: ${text.slice(0, 500)}`);
      });
    },
    close: () => pool.close(),
  };
}

export type Api = ReturnType<typeof openApi>;
