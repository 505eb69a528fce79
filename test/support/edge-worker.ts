import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const TOOLS = join(ROOT, "test/edge/package.json");
const WRANGLER = join(ROOT, "test/edge/node_modules/wrangler/bin/wrangler.js");

/** Nothing is told to anybody, and nothing is asked of the internet. */
const OFFLINE = {
  CI: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
};

/** The part of wrangler's own test harness that is used here; its types come only with the package. */
interface Harness {
  listen(): Promise<{ url: URL }>;
  getWorker(): {
    scheduled(event: { cron: string }): Promise<{ outcome: string }>;
    getEnv(): Promise<{ COPY: Store }>;
  };
  close(): Promise<void>;
}

export interface Store {
  get(key: string): Promise<string | null>;
  getWithMetadata(key: string, type: "text"): Promise<{ value: string | null; metadata: unknown }>;
  put(key: string, value: string, options?: { metadata?: unknown }): Promise<void>;
}

/** The edge as `wrangler.toml` describes it, in workerd, in front of this service. */
export interface EdgeWorker {
  url: string;
  /** What the clock does every minute. */
  lookByClock(): Promise<string>;
  store(): Promise<Store>;
  close(): Promise<void>;
}

/** Starts it; `vars` win over those of `wrangler.toml`. */
export async function startEdgeWorker(originUrl: string): Promise<EdgeWorker> {
  Object.assign(process.env, OFFLINE);
  const { createTestHarness } = createRequire(TOOLS)("wrangler") as {
    createTestHarness: (options: object) => Harness;
  };
  const harness = createTestHarness({
    root: ROOT,
    workers: [{ configPath: "wrangler.toml", vars: { ORIGIN_URL: originUrl } }],
  });
  const { url } = await harness.listen();
  const worker = harness.getWorker();
  return {
    url: url.origin,
    lookByClock: async () => (await worker.scheduled({ cron: "* * * * *" })).outcome,
    store: async () => (await worker.getEnv()).COPY,
    close: () => harness.close(),
  };
}

/** Builds what would be deployed, without deploying it; gives what was printed and the size of the script in bytes. */
export async function buildForDeployment(): Promise<{ printed: string; scriptBytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-edge-"));
  try {
    const building = spawn(process.execPath, [WRANGLER, "deploy", "--dry-run", "--outdir", folder], {
      cwd: ROOT,
      env: { ...process.env, ...OFFLINE },
    });
    const chunks: Buffer[] = [];
    building.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    building.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    const code = await new Promise((done) => building.once("close", done));
    const printed = Buffer.concat(chunks).toString();
    if (code !== 0) throw new Error(printed);
    const scripts = (await readdir(folder)).filter((name) => name.endsWith(".js"));
    const sizes = await Promise.all(scripts.map(async (name) => (await stat(join(folder, name))).size));
    return { printed, scriptBytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
