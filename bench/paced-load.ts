import { connect, type Socket } from "node:net";
import { percentile } from "./statistics.ts";

export interface PacedLoad {
  url: string;
  headers: Record<string, string>;
  connections: number;
  requestsPerSecond: number;
  seconds: number;
}

export interface PacedFigures {
  requests: number;
  /** Answered with anything but 200 and 304, or not at all. */
  failed: number;
  p50Ms: number;
  p99Ms: number;
}

const TURN_MS = 1;
/** What is asked until the asker has compiled its code does not count. */
const WARM_UP_MS = 3_000;

/**
 * Asks at a steady pace over many connections that are open already, each request on the next one in turn: what a crowd of readers
 * does that does not march in step. A latency counts from the moment when its request was due.
 */
export async function pacedLoad({
  url,
  headers,
  connections,
  requestsPerSecond,
  seconds,
}: PacedLoad): Promise<PacedFigures> {
  const { hostname, port, pathname, host } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`);
  const request = `GET ${pathname} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  const latencies: number[] = [];
  let failed = 0;
  let answered = 0;
  const idle: Socket[] = [];
  const due = new Map<Socket, number>();
  let start = 0;
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname);
      await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
      readAnswers(socket, (status) => {
        answered++;
        const dueAt = due.get(socket) ?? 0;
        if (dueAt > start + WARM_UP_MS) latencies.push(performance.now() - dueAt);
        if (status !== 200 && status !== 304) failed++;
        idle.push(socket);
      });
      return socket;
    }),
  );
  idle.push(...sockets);
  start = performance.now();
  let asked = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = performance.now() - start;
      const dueByNow = (Math.min(elapsed, seconds * 1000) / 1000) * requestsPerSecond;
      for (; asked < dueByNow; asked++) {
        const socket = idle.shift();
        if (!socket) break;
        due.set(socket, start + (asked / requestsPerSecond) * 1000);
        socket.write(request);
      }
      if (elapsed < (seconds + 1) * 1000) return;
      clearInterval(timer);
      resolve();
    }, TURN_MS);
  });
  for (const socket of sockets) socket.destroy();
  return {
    requests: asked,
    failed: failed + asked - answered,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

/** Says the status of each whole answer; one at a time is under way on a connection. */
function readAnswers(socket: Socket, onAnswer: (status: number) => void): void {
  let missing = 0;
  let status = 0;
  socket.on("data", (chunk) => {
    if (missing > 0) missing -= chunk.length;
    else {
      const end = chunk.indexOf("\r\n\r\n") + 4;
      const head = chunk.toString("latin1", 0, end);
      status = Number(head.slice(9, 12));
      missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) - (chunk.length - end);
    }
    if (missing <= 0) onAnswer(status);
  });
}
