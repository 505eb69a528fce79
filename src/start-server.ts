import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { problemBody } from "./http/problem.ts";

export interface RunningServer {
  port: number;
  close(): Promise<void>;
}

const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;
const CHECK_MS = 1_000;
const MOST_CONNECTIONS = 2_000;

const tooSlow = JSON.stringify(
  problemBody({
    status: 408,
    kind: "too-slow",
    title: "The request took too long to arrive",
    detail: `It must be complete within ${REQUEST_MS / 1000} seconds.`,
  }),
);

/** Serves the app with bounded patience: a slow or endless request is answered and cut off. Throws when the port is taken. */
export async function startServer(app: Hono, host: string, port: number): Promise<RunningServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
  }) as Server;
  server.maxConnections = MOST_CONNECTIONS;
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    if (!socket.writable) return socket.destroy();
    const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    const body = isSlow
      ? tooSlow
      : JSON.stringify(
          problemBody({ status: 400, kind: "bad-request", title: "This is not a valid HTTP request" }),
        );
    return socket.end(
      `HTTP/1.1 ${isSlow ? "408 Request Timeout" : "400 Bad Request"}\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
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
