import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";

/** PEM, for localhost. */
export interface Certificate {
  key: string;
  certificate: string;
}

const HEAD_END = "\r\n\r\n";
const ACCEPTED = Buffer.from(
  "HTTP/1.1 201 Created\r\nlocation: https://localhost/m/0\r\nttl: 3600\r\ncontent-length: 0\r\n\r\n",
);
const NOT_UNDERSTOOD = Buffer.from(
  "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
);

/**
 * A push service that costs as little as can be: TLS 1.3, and of HTTP/1.1 just enough to find where a request's body begins
 * and ends. Answers 201 to each and tells `take` its path and body. A whole HTTP server would take from the sender, on the same
 * machine, several times what it measures. `body` is valid during the call only.
 */
export async function startSinkServer(
  { key, certificate }: Certificate,
  take: (path: string, body: Buffer) => void,
): Promise<{ origin: string; close(): Promise<void> }> {
  const sockets = new Set<TLSSocket>();
  const server = createServer({ key, cert: certificate, minVersion: "TLSv1.3" }, (socket) => {
    sockets.add(socket);
    let pending: Buffer | undefined;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      const bytes = pending ? Buffer.concat([pending, chunk]) : chunk;
      const read = readRequests(bytes, take);
      if (read.outcome === "not-understood") return void socket.end(NOT_UNDERSTOOD);
      pending = read.until < bytes.length ? bytes.subarray(read.until) : undefined;
      if (read.requests > 0)
        socket.write(read.requests === 1 ? ACCEPTED : Buffer.concat(Array(read.requests).fill(ACCEPTED)));
    });
    socket.on("error", () => socket.destroy()); // senders may leave as they like
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

type Read = { outcome: "read"; requests: number; until: number } | { outcome: "not-understood" };

/** Reads as many whole requests as there are; what begins at `until` is not there as a whole yet. */
function readRequests(bytes: Buffer, take: (path: string, body: Buffer) => void): Read {
  let until = 0;
  for (let requests = 0; ; requests++) {
    const headEnd = bytes.indexOf(HEAD_END, until, "latin1");
    if (headEnd < 0) return { outcome: "read", requests, until };
    const head = bytes.toString("latin1", until, headEnd);
    const path = /^POST (\S+) HTTP\/1\.1\r\n/.exec(head)?.[1];
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (path === undefined || length === undefined) return { outcome: "not-understood" };
    const bodyStart = headEnd + HEAD_END.length;
    const end = bodyStart + Number(length);
    if (end > bytes.length) return { outcome: "read", requests, until };
    take(path, bytes.subarray(bodyStart, end));
    until = end;
  }
}
