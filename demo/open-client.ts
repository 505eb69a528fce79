import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

/** Speaks to Tocsin over HTTP with one key, as any device, laboratory or program does. */
export interface Client {
  /** The answer to a GET, in the shape asked for. */
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  /** The answer to a POST of `body` as JSON, in the shape asked for. */
  post<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T>;
  /** A page or a feed as text. */
  read(path: string): Promise<string>;
}

const PAUSE_MS = 20;
const PATIENCE_MS = 15_000;

const Problem = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).default([]),
});

/**
 * A client of the Tocsin at `origin`; without a key it may do what the public may. Each method throws when the answer is no
 * success, with the words of the problem, and when `signal` is aborted.
 */
export function openClient(origin: string, key: string | undefined, signal: AbortSignal): Client {
  const request = async (method: "GET" | "POST", path: string, body?: unknown): Promise<string> => {
    const answer = await fetch(origin + path, {
      method,
      signal,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} ${path} was answered ${answer.status}: ${problemInWords(text)}`);
    return text;
  };
  return {
    get: async (path, shape) => shape.parse(JSON.parse(await request("GET", path))),
    post: async (path, body, shape) => shape.parse(JSON.parse(await request("POST", path, body))),
    read: (path) => request("GET", path),
  };
}

function problemInWords(text: string): string {
  try {
    const { title, detail, errors } = Problem.parse(JSON.parse(text));
    return [title, detail, ...errors.map((error) => `${error.pointer} ${error.detail}`)]
      .filter(Boolean)
      .join("; ");
  } catch {
    return text.slice(0, 200);
  }
}

/** Asks again until there is something to answer with, and gives that; throws with `what` after 15 seconds. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not seen within ${PATIENCE_MS / 1000} seconds`);
    await sleep(PAUSE_MS);
  }
}
