import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "./listen.ts";
import { createChange, type Change } from "./wait-for-change.ts";

/** One request, whole at `at`. `body` is cut at 1 MiB; `bytes` is its whole length. */
export interface LoopbackRequest {
  at: Date;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  bytes: number;
}

/** What to answer. `reason` goes into the log, and into the body when there is no `body`. */
export interface LoopbackAnswer {
  status: number;
  reason: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/**
 * How the next request shall fail: an HTTP status; `hang` takes it and never answers; `reset` cuts the connection;
 * `lose-answer` handles it as usual and then cuts the connection, so that the sender cannot know.
 */
export type Fault = number | "hang" | "reset" | "lose-answer";

/** One line of the log: the request without its body, and how it ended. */
export interface LogEntry {
  at: Date;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  bytes: number;
  answer: Fault;
  reason: string;
}

/** A small HTTP server for far ends that are played on this machine. */
export interface LoopbackServer {
  /** For example `http://127.0.0.1:40123`. */
  origin: string;
  /** The newest requests, oldest first. */
  log: readonly LogEntry[];
  /** How often each answer was given since the start. */
  answered: ReadonlyMap<Fault, number>;
  /** The next request fails in this way; several calls make a queue. */
  failNext(fault: Fault, headers?: Record<string, string>): void;
  /** Asks the predicate after each request; see {@link Change.waitFor}. */
  waitFor: Change["waitFor"];
  /** Cuts every connection, also the hanging ones, and stops listening. */
  close(): Promise<void>;
}

/** Where to listen and how much to remember; port 0 takes any free one. */
export interface LoopbackOptions {
  host?: string;
  port?: number;
  now?: () => Date;
  logLimit?: number;
}

const BODY_LIMIT_BYTES = 1024 * 1024;

/** Starts an HTTP server that answers with `answer`, keeps a log, and fails on demand. */
export async function startLoopbackServer(
  answer: (request: LoopbackRequest) => LoopbackAnswer,
  { host = "127.0.0.1", port = 0, now = () => new Date(), logLimit = 10_000 }: LoopbackOptions = {},
): Promise<LoopbackServer> {
  const log: LogEntry[] = [];
  const answered = new Map<Fault, number>();
  const faults: { fault: Fault; headers: Record<string, string> }[] = [];
  const change = createChange(() => `the last requests: ${log.slice(-5).map(inWords).join("; ") || "none"}`);

  const record = (request: LoopbackRequest, given: Fault, reason: string) => {
    const { body: _, ...seen } = request;
    log.push({ ...seen, answer: given, reason });
    if (log.length > logLimit) log.shift();
    answered.set(given, (answered.get(given) ?? 0) + 1);
    change.announce();
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(incoming, now);
    const planned = faults.shift();
    const fault = planned?.fault;
    if (fault === "hang") return record(request, fault, "planned");
    if (fault === "reset" || fault === "lose-answer") {
      if (fault === "lose-answer") answer(request);
      record(request, fault, "planned");
      return void incoming.socket.resetAndDestroy();
    }
    const given: LoopbackAnswer =
      fault === undefined
        ? answer(request)
        : { status: fault, headers: planned?.headers ?? {}, reason: "planned" };
    response.writeHead(given.status, given.headers).end(given.body ?? given.reason);
    record(request, given.status, given.reason);
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  // Longer than the senders keep idle connections, so that none is closed under a request on its way.
  server.keepAliveTimeout = 60_000;
  const listeningAt = await listen(server, { host, port });

  return {
    origin: `http://${host}:${listeningAt}`,
    log,
    answered,
    failNext: (fault, headers = {}) => void faults.push({ fault, headers }),
    waitFor: change.waitFor,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage, now: () => Date): Promise<LoopbackRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (bytes < BODY_LIMIT_BYTES) chunks.push(chunk);
    bytes += chunk.length;
  }
  const { method = "", url = "", headers } = incoming;
  return { at: now(), method, path: url, headers, body: Buffer.concat(chunks), bytes };
}

const inWords = (entry: LogEntry) => `${entry.method} ${entry.path} → ${entry.answer} (${entry.reason})`;
