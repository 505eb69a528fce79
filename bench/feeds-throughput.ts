import autocannon from "autocannon";
import { type OtherServer, nginxInstalled, startBareServer, startNginx } from "./feeds-servers.ts";
import { pacedLoad } from "./paced-load.ts";
import { processSeconds } from "./process-time.ts";

/** Requests for the main feed: `full` takes all of it (brotli), `conditional` has it already. */
export const KINDS = ["full", "conditional"] as const;
export type Kind = (typeof KINDS)[number];

export interface Throughput {
  kind: Kind;
  /** Requests for each second of processor time of the server, in each round. */
  rounds: readonly { ours: number; bare: number; nginx: number | undefined }[];
  /** At 1,000 connections and a steady rate that leaves room, milliseconds. */
  p99Ms: number;
  paceRequestsPerSecond: number;
  bodyBytes: number;
}

const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 50;
const MANY_CONNECTIONS = 1_000;
const PACE = 2_000;
const PACED_SECONDS = 10;

export interface Feed {
  url: string;
  pid: number;
}

export async function benchThroughput(
  feed: Feed,
  kind: Kind,
  progress: (line: string) => void,
): Promise<Throughput> {
  const first = await fetch(feed.url, { headers: { "accept-encoding": "br" } });
  const etag = first.headers.get("etag") ?? "";
  await first.arrayBuffer();
  // Answered as it travels: fetch would unpack it.
  const packed = await rawBody(feed.url);
  const headers: Record<string, string> = {
    "accept-encoding": "br",
    ...(kind === "conditional" ? { "if-none-match": etag } : {}),
  };
  const bare = await startBareServer(
    kind === "full"
      ? {
          status: 200,
          headers: {
            "content-type": "application/atom+xml; charset=utf-8",
            "content-encoding": "br",
            "content-length": String(packed.length),
            etag,
          },
          body: packed.toString("base64"),
        }
      : { status: 304, headers: { etag }, body: "" },
  );
  let nginx: OtherServer | undefined;
  try {
    nginx = nginxInstalled() ? await startNginx(packed) : undefined;
    const nginxHeaders = nginx && kind === "conditional" ? await conditionalOf(nginx.url) : {};
    const rate = (server: Feed, with_ = headers) => perProcessorSecond(server, with_);
    for (const server of [feed, bare]) await rate(server);
    const rounds: Throughput["rounds"][number][] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const figures = {
        ours: await rate(feed),
        bare: await rate(bare),
        nginx: nginx && (await rate(nginx, nginxHeaders)),
      };
      rounds.push(figures);
      progress(
        `Round ${round} of ${ROUNDS}, ${kind}: ${figures.ours.toFixed(0)} requests a second of processor time, bare ${figures.bare.toFixed(0)}, nginx ${figures.nginx?.toFixed(0) ?? "-"}`,
      );
    }
    const paced = await pacedLoad({
      url: feed.url,
      headers,
      connections: MANY_CONNECTIONS,
      requestsPerSecond: PACE,
      seconds: PACED_SECONDS,
    });
    if (paced.failed > 0) throw new Error(`${paced.failed} of ${paced.requests} paced requests failed.`);
    return { kind, rounds, p99Ms: paced.p99Ms, paceRequestsPerSecond: PACE, bodyBytes: packed.length };
  } finally {
    await bare.stop();
    await nginx?.stop();
  }
}

async function perProcessorSecond({ url, pid }: Feed, headers: Record<string, string>): Promise<number> {
  const before = await processSeconds(pid);
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS });
  refuseFaults(result);
  return result.requests.total / ((await processSeconds(pid)) - before);
}

function refuseFaults({ errors, timeouts, "5xx": faults, "4xx": refused }: autocannon.Result): void {
  if (errors + timeouts + faults + refused > 0)
    throw new Error(
      `Requests failed: ${errors} errors, ${timeouts} timeouts, ${faults} 5xx, ${refused} 4xx.`,
    );
}

async function conditionalOf(url: string): Promise<Record<string, string>> {
  const { headers } = await fetch(url);
  return { "if-none-match": headers.get("etag") ?? "" };
}

async function rawBody(url: string): Promise<Buffer> {
  const { get } = await import("node:http");
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "br" } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks)));
    }).on("error", reject);
  });
}
