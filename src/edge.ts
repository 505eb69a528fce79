import { Hono } from "hono";
import * as z from "zod";
import { copyApp, sendFile } from "./edge/copy-app.ts";
import type { EdgeEnvironment } from "./edge/edge-environment.ts";
import { openCopyKeeper } from "./edge/keep-copy.ts";
import type { HeldCopy } from "./edge/pull-copy.ts";
import { sayNoCopy } from "./edge/say-unreachable.ts";
import { securityHeaders } from "./http/security-headers.ts";

const warn = (event: string, fields: Record<string, string>): void =>
  console.warn(JSON.stringify({ level: "warn", event, ...fields }));
const now = (): Date => new Date();
const keeper = openCopyKeeper({
  now,
  sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
  warn,
});

/** Made anew when the alerts have changed. */
let serving: { held: HeldCopy; app: Hono } | undefined;

function appFor(held: HeldCopy, environment: EdgeEnvironment): Hono {
  if (serving?.held.copy === held.copy) serving.held = held;
  else {
    const made = { held, app: new Hono() };
    made.app = copyApp({
      held: () => made.held,
      environment,
      now,
      onFault: (path, reason) => warn("request failed", { path, reason }),
    });
    serving = made;
  }
  return serving.app;
}

/** Before the first copy has come, and only then. */
const waiting = new Hono<{ Bindings: EdgeEnvironment }>();
waiting.use(securityHeaders("https:"));
waiting.get("/:file{.+\\.css}", (c) => sendFile(c, c.env));
waiting.all("*", sayNoCopy);

const LONGEST_REQUEST_BYTES = 200;
const Wanted = z.object({ version: z.string().max(40) });
const edge = new Hono<{ Bindings: EdgeEnvironment }>();

/**
 * Anybody may ask for it: it only makes the edge look, once in two seconds at most, for what everybody may read. The service says
 * which version it wants to be seen; 503 asks it to come again.
 */
edge.post("/refresh", async (c) => {
  const isShort = Number(c.req.header("content-length") ?? Number.NaN) <= LONGEST_REQUEST_BYTES;
  const wanted = Wanted.safeParse(isShort ? await c.req.json().catch(() => undefined) : undefined);
  const held = await keeper.refresh(c.env);
  if (!held) return waiting.fetch(c.req.raw, c.env);
  const { version } = held.copy;
  const isThere = !wanted.success || wanted.data.version === version;
  return c.json({ version, takenAt: held.takenAt }, isThere ? 200 : 503, { "cache-control": "no-store" });
});

edge.all("*", async (c) => {
  const held = await keeper.held(c.env);
  if (!held) return waiting.fetch(c.req.raw, c.env);
  c.executionCtx.waitUntil(keeper.lookAgain(c.env));
  const answer = Promise.resolve(appFor(held, c.env).fetch(c.req.raw, c.env, c.executionCtx));
  // Others may be waiting for what this request has begun to render, also when whoever sent it has gone.
  c.executionCtx.waitUntil(answer);
  return answer;
});

/** A Cloudflare Worker that serves the public side from its own last good copy, and stays up when the service is down. */
export default {
  fetch: edge.fetch,
  async scheduled(_event: unknown, environment: EdgeEnvironment): Promise<void> {
    await keeper.refresh(environment);
  },
};
