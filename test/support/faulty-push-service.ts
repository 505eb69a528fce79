import { once } from "node:events";
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { listen } from "../../demo/listen.ts";

/** An answer as the push service of one vendor gives it. */
export interface VendorAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** How a push service behaves: it answers, or fails on the way. */
export type Behaviour =
  | VendorAnswer
  /** Takes the request and never says a word. */
  | "hang"
  /** The head of the reply comes byte by byte, without end. */
  | "drip-head"
  /** 201, then a body byte by byte, without end. */
  | "drip-body"
  /** Cuts the connection when the request is there. */
  | "reset"
  /** 500, then up to 1 GB of body. */
  | "endless";

export interface FaultyPushService {
  /** For example `http://127.0.0.1:40123`. */
  origin: string;
  /** Requests so far, as `POST /path`. */
  requests: readonly string[];
  /** Connections taken since the start. */
  connections: number;
  /** The next requests get these, one each, in this order; then it is as before. */
  next(...behaviours: Behaviour[]): void;
  /** From now on all requests get this. */
  always(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const GIGABYTE = 1024 ** 3;
const CHUNK = Buffer.alloc(64 * 1024, "x");

/** Starts a push service on this machine that accepts everything, until it is told otherwise. `tls`: key and certificate. */
export async function startFaultyPushService({
  host = "127.0.0.1",
  tls,
}: { host?: string; tls?: ServerOptions } = {}): Promise<FaultyPushService> {
  const requests: string[] = [];
  const planned: Behaviour[] = [];
  const drips = new Set<NodeJS.Timeout>();
  let usual: Behaviour = { status: 201, headers: { ttl: "3600" } };

  const drip = (response: ServerResponse, write: () => void) => {
    const timer = setInterval(write, 10);
    drips.add(timer);
    response.once("close", () => clearInterval(timer));
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests.push(`${request.method} ${request.url}`);
    await once(request.resume(), "end");
    const behaviour = planned.shift() ?? usual;
    if (behaviour === "hang") return;
    if (behaviour === "reset") return void request.socket.resetAndDestroy();
    if (behaviour === "drip-head") return drip(response, () => request.socket.write("H"));
    if (behaviour === "drip-body") {
      response.writeHead(201).flushHeaders();
      return drip(response, () => response.write("x"));
    }
    if (behaviour === "endless") return sendWithoutEnd(response);
    response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
  };

  const sendWithoutEnd = async (response: ServerResponse): Promise<void> => {
    response.writeHead(500);
    const cut = once(response, "close");
    for (let sent = 0; sent < GIGABYTE && !response.destroyed; sent += CHUNK.length)
      if (!response.write(CHUNK)) await Promise.race([once(response, "drain"), cut]);
    response.destroy();
  };

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.destroy());
  };
  const server = tls ? createTlsServer(tls, onRequest) : createPlainServer(onRequest);
  server.keepAliveTimeout = 60_000;
  server.on("connection", () => service.connections++);
  const port = await listen(server, { host });

  const service: FaultyPushService = {
    origin: `${tls ? "https" : "http"}://${host}:${port}`,
    requests,
    connections: 0,
    next: (...behaviours) => void planned.push(...behaviours),
    always: (behaviour) => {
      usual = behaviour;
    },
    close: () =>
      new Promise((resolve) => {
        for (const timer of drips) clearInterval(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return service;
}
