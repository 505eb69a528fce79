import { Agent, type Dispatcher } from "undici";
import { LARGEST_WINDOW } from "../domain/sending-window.ts";
import { isPrivateLiteral, publicLookup, type Resolve, resolveByDns } from "./public-address.ts";
import { readEndpoint } from "./read-endpoint.ts";

/**
 * What the far end answered, or why there is no answer to go by.
 * - `ttlSeconds`: how long a push service will keep the message, where it says so.
 * - `reason`: the first 200 characters of the reply's text when it is not a success. A stranger's words: to be compared, not logged.
 * - `reply`: the reply's text when it is a success, where that was asked for. At most 4 KiB of it.
 */
export type Answer =
  | {
      kind: "answered";
      status: number;
      retryAfter: string | undefined;
      ttlSeconds?: number;
      reason: string;
      reply?: string;
    }
  | { kind: "no-answer"; why: string };

export interface HttpSender {
  /** One POST, no redirect followed, an end within the deadlines whatever happens, at most 4 KiB of the reply read. Never throws. */
  post(
    address: string,
    headers: Record<string, string>,
    body: Uint8Array | string,
    wants?: { reply: boolean },
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** Until the connection stands, until the reply begins once the request is sent, and until all is over, waiting included. */
export interface Deadlines {
  connectMs: number;
  headersMs: number;
  totalMs: number;
}

const DEADLINES: Deadlines = { connectMs: 5_000, headersMs: 10_000, totalMs: 15_000 };
const READ_LIMIT_BYTES = 4_096;
const REASON_CHARACTERS = 200;
/**
 * Each carries one message at a time, so as many as may be under way: 32 at a round trip of 50 ms would be only 640 messages
 * a second. Over HTTP/2 fewer would do, but undici's costs half as much CPU again for each message (measured).
 */
const CONNECTIONS_AN_ORIGIN = LARGEST_WINDOW;
/** Longer than the pause between two chunks; a server that closes sooner and says so is heeded. */
const IDLE_CONNECTION_MS = 30_000;

class GivenUp extends Error {
  override name = "GivenUp";
}

/** `localOrigins`: origins on this machine that the operator named for tests and exercises; only they may be private. */
export function openHttpSender(
  localOrigins: readonly string[],
  { deadlines = DEADLINES, resolve = resolveByDns }: { deadlines?: Deadlines; resolve?: Resolve } = {},
): HttpSender {
  const common = {
    headersTimeout: deadlines.headersMs,
    // Told apart from the other, undici would make two timers for every message; the total is watched below.
    bodyTimeout: deadlines.headersMs,
    connections: CONNECTIONS_AN_ORIGIN,
    allowH2: false,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
  };
  const timeout = deadlines.connectMs;
  const outside = new Agent({ ...common, connect: { timeout, lookup: publicLookup(resolve) } });
  const local = new Agent({ ...common, connect: { timeout } });

  return {
    post: (address, headers, body, wants) =>
      new Promise((settle) => {
        const endpoint = readEndpoint(address);
        if (!endpoint) return settle({ kind: "no-answer", why: "not an address" });
        const { origin, server, path } = endpoint;
        const isLocal = localOrigins.includes(origin);
        if (!isLocal && isPrivateLiteral(server))
          return settle({ kind: "no-answer", why: "not a public address" });
        (isLocal ? local : outside).dispatch(
          { origin, path, method: "POST", headers, body },
          readAnswer(deadlines.totalMs, wants?.reply === true, settle),
        );
      }),
    async close() {
      await Promise.all([outside.destroy(), local.destroy()]);
    },
  };
}

/** Settles once: when the reply has ended, when enough of it is read, when it fails, or when the time is over. */
function readAnswer(
  totalMs: number,
  wantsReply: boolean,
  settle: (answer: Answer) => void,
): Dispatcher.DispatchHandler {
  let request: Dispatcher.DispatchController | undefined;
  let status = 0;
  let retryAfter: string | undefined;
  let ttl: string | undefined;
  let reason = "";
  const reply: Buffer[] = [];
  let readBytes = 0;
  let isOver = false;
  const end = (why: string) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(deadline);
    // Once there is a status it counts, however the rest of the reply goes on. Below 200 it was not yet the last one.
    if (status < 200) settle({ kind: "no-answer", why });
    else
      settle({
        kind: "answered",
        status,
        retryAfter,
        ...(ttl !== undefined && /^\d{1,9}$/.test(ttl) && { ttlSeconds: Number(ttl) }),
        reason,
        ...(wantsReply && { reply: Buffer.concat(reply).toString("utf8", 0, READ_LIMIT_BYTES) }),
      });
  };
  const giveUp = (why: string) => {
    end(why);
    request?.abort(new GivenUp(why));
  };
  const deadline = setTimeout(giveUp, totalMs, "took too long");
  return {
    onRequestStart(started) {
      request = started;
      if (isOver) started.abort(new GivenUp("took too long"));
    },
    onResponseStart(_, statusCode, headers) {
      status = statusCode;
      retryAfter = firstOf(headers["retry-after"]);
      ttl = firstOf(headers["ttl"]);
    },
    onResponseData(_, chunk) {
      const isSuccess = status >= 200 && status < 300;
      if (!isSuccess && reason.length < REASON_CHARACTERS)
        reason = (reason + chunk.toString("utf8", 0, READ_LIMIT_BYTES)).slice(0, REASON_CHARACTERS);
      if (isSuccess && wantsReply) reply.push(Buffer.from(chunk));
      readBytes += chunk.length;
      if (readBytes > READ_LIMIT_BYTES) giveUp("the reply is too long");
    },
    onResponseEnd: () => end(""),
    onResponseError: (_, error) => end(reasonOf(error)),
  };
}

const firstOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** The kind of fault only: messages of network errors can hold addresses. */
const reasonOf = (error: unknown): string => {
  if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string")
    return error.code;
  return error instanceof Error ? error.name : "unknown fault";
};
