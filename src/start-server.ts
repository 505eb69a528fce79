import { createServer, STATUS_CODES } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { type Problem, problemBody } from "./http/problem.ts";
import type { Shortcut } from "./http/serve-ready.ts";

export interface RunningServer {
  port: number;
  close(): Promise<void>;
}

/** How long a request may take to arrive, and how often that is looked at. */
export interface Patience {
  headersMs: number;
  requestMs: number;
  checkMs: number;
}
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 20_000, checkMs: 1_000 };
const MOST_CONNECTIONS = 2_000;

const BAD_REQUEST: Problem = { status: 400, kind: "bad-request", title: "This is not a valid HTTP request" };
const tooSlow = ({ requestMs }: Patience): Problem => ({
  status: 408,
  kind: "too-slow",
  title: "The request took too long to arrive",
  detail: `It must be complete within ${requestMs / 1000} seconds.`,
});

/** An answer to what never became a request, and so never came to the app. */
function rawAnswer(problem: Problem): string {
  const body = JSON.stringify(problemBody(problem));
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "connection: close",
    "content-type: application/problem+json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "cache-control: no-store",
    "x-content-type-options: nosniff",
    "",
    body,
  ].join("\r\n");
}

/** Serves the app, once `shortcut` has had a look, with bounded patience: a slow or endless request is answered and cut off. Throws when the port is taken. */
export async function startServer(
  app: Hono,
  host: string,
  port: number,
  { shortcut = () => false, patience = PATIENCE }: { shortcut?: Shortcut; patience?: Patience } = {},
): Promise<RunningServer> {
  const throughApp = getRequestListener(app.fetch);
  const server = createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      connectionsCheckingInterval: patience.checkMs,
    },
    (request, response) => {
      if (!shortcut(request, response)) void throughApp(request, response);
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    if (!socket.writable) return socket.destroy();
    const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    return socket.end(rawAnswer(isSlow ? tooSlow(patience) : BAD_REQUEST));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: Error & { code?: string }) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is taken. Stop what uses it, or set PORT to another one.`)
          : error,
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
}
