import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "../src/embedded-postgres/find-free-port.ts";
import { reviewDesk } from "./support/review-desk.ts";
import { type RunningTocsin, runTocsin } from "./support/running-tocsin.ts";
import { registerWebhook } from "./support/steps-of-a-result.ts";

const root = join(import.meta.dirname, "..");

describe("the receiver in docs/webhooks.md", () => {
  let directory: string;
  let program: string;
  let port: number;
  let origin: string;
  let tocsin: RunningTocsin;
  let receiver: ChildProcess | undefined;
  beforeAll(async () => {
    const page = await readFile(join(root, "docs/webhooks.md"), "utf8");
    const [, sample = ""] = /```js\n(.*?)```/s.exec(page) ?? [];
    directory = await mkdtemp(join(tmpdir(), "tocsin-sample-"));
    program = join(directory, "receiver.mjs");
    await writeFile(program, sample);
    await symlink(join(root, "node_modules"), join(directory, "node_modules"));
    port = await findFreePort(undefined);
    origin = `http://127.0.0.1:${port}`;
    tocsin = await runTocsin({ environment: { TOCSIN_LOCAL_ENDPOINTS: origin } });
  });
  afterAll(async () => {
    await stop();
    await tocsin?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  let printed = "";
  /** Runs the sample as it stands until it answers. */
  const start = async (secret: string) => {
    const env = { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret };
    receiver = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
    receiver.stdout?.on("data", (text: Buffer) => (printed += text.toString()));
    const body = JSON.stringify({ type: "webhook.confirmation", data: { challenge: "is anybody there" } });
    const ask = () =>
      fetch(origin, { method: "POST", body }).then(
        (answer) => answer.text(),
        () => "",
      );
    await tocsin.until(ask, (text) => text === "is anybody there", 20_000);
  };
  const stop = async () => {
    if (!receiver) return;
    const ended = once(receiver, "exit");
    receiver.kill();
    await ended;
    receiver = undefined;
  };

  it("is confirmed, takes an alert that Tocsin signed, and refuses one that somebody else signed", async () => {
    await start("whsec_bm90IGtub3duIHlldA==");
    const { secret } = await registerWebhook(tocsin, { url: `${origin}/` }, await tocsin.key(["webhook"]));
    await stop();
    await start(secret);
    const anna = await tocsin.reviewerKey("Anna");
    const desk = reviewDesk(tocsin, await tocsin.key(["submit", "read"]), anna);
    const { alertId } = await desk.openWarning();
    await desk.approve(anna, alertId);
    await tocsin.until(
      async () => printed,
      (text) => text.includes(`${alertId}:1:`),
    );
    expect(printed).toMatch(/^\S+ alert\.published warning .+ http\S+\n$/);
    const forged = await fetch(origin, {
      method: "POST",
      headers: {
        "webhook-id": "x",
        "webhook-timestamp": String(Math.floor(Date.now() / 1000)),
        "webhook-signature": "v1,x",
      },
      body: JSON.stringify({ type: "alert.withdrawn", data: { alertId } }),
    });
    expect(forged.status).toBe(401);
  });
});
