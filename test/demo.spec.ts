import { spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";

const DEMO = join(import.meta.dirname, "../demo/festival-night.ts");
const LIMIT_MS = 120_000;

describe("the demo", () => {
  let temporary: string;

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), "demo-spec-"));
    await chmod(temporary, 0o711); // as root, the demo's database runs as another user, who has to pass
  });
  afterEach(() => rm(temporary, { recursive: true, force: true }));

  /** Runs the demo with its temporary files in a place of their own, and a database named that it must not touch. */
  function startDemo(...args: string[]) {
    const child = spawn(process.execPath, [DEMO, ...args], {
      env: { ...process.env, TMPDIR: temporary, DATABASE_URL: "postgres://nobody@127.0.0.1:1/never" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void child.kill()); // a demo that has ended is not touched by that
    const { promise: exitCode, resolve } = Promise.withResolvers<number | null>();
    child.on("close", resolve);
    let output = "";
    const awaited: { text: string; seen: () => void }[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        for (const { text, seen } of awaited) if (output.includes(text)) seen();
      });
    return {
      exitCode,
      /** All that was printed, its lines and columns joined by single spaces. */
      said: () => output.replace(/\s+/g, " "),
      press: (signal: NodeJS.Signals) => child.kill(signal),
      /** Resolves when this is printed, and rejects when the demo ends without. */
      until: (text: string) =>
        Promise.race([
          new Promise<void>((seen) => awaited.push({ text, seen })),
          exitCode.then(() => Promise.reject(new Error(`ended without “${text}”:\n${output}`))),
        ]),
    };
  }

  const nothingIsLeft = async () => {
    expect(await readdir(temporary)).toEqual([]);
    expect(await processesNaming(temporary)).toEqual([]);
  };

  it(
    "tells a night step by step, with what the phone decrypted, and leaves nothing behind",
    async () => {
      const demo = startDemo();
      expect(await demo.exitCode, demo.said()).toBe(0);
      const said = demo.said();
      const steps = [
        "Subscribed: a phone",
        "Session opened",
        "Submitted: 10 results",
        "Matched: 4 of 10",
        "red: an unspecified nitazene detected in a sample expected to be alprazolam",
        "Notice: INV-07",
        "Drafted:",
        "Approved by Anna (invented): 1 of 2",
        "Approved by Ben (invented), and so published",
        "Confirmed: the laboratory's LC-MS result arrives",
        "Drafted anew",
        "Corrected: Anna (invented) edits the words",
        "it stands in the place of the earlier notification",
        "Withdrawn by Ben (invented)",
        "submitted → matched",
        "approved → visible",
      ];
      const places = steps.map((step) => said.indexOf(step));
      expect(places, said).toEqual(places.toSorted((a, b) => a - b));
      expect(places).not.toContain(-1);

      const pushed = [...said.matchAll(/Pushed: on the phone \d+ ms .*? text (.*?) message decrypted/g)];
      expect(pushed.map(([, text]) => text)).toEqual([
        expect.stringContaining("a first test shows an unspecified nitazene"),
        expect.stringContaining("Lab confirmed"),
        expect.stringContaining("214 mg MDMA"),
        expect.stringMatching(/^Withdrawn/),
      ]);
      expect(said.match(/Webhook received, its signature verified/g)).toHaveLength(4);
      expect(
        said.match(/http:\/\/localhost:\d+\/feeds\/(alerts|region\/PL|region\/PL-14)\.(rss|atom)/g),
      ).toHaveLength(6);
      await nothingIsLeft();
    },
    LIMIT_MS,
  );

  it(
    "stays open to look around with --keep, and is gone after Ctrl-C, which npm passes on a second time",
    async () => {
      const demo = startDemo("--keep");
      await demo.until("sign-in?token=");
      const [, origin = ""] = /Alerts (http:\S+)\//.exec(demo.said()) ?? [];
      const page = await fetch(origin);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("EXERCISE");
      demo.press("SIGINT");
      demo.press("SIGINT");
      expect(await demo.exitCode, demo.said()).toBe(0);
      await nothingIsLeft();
    },
    LIMIT_MS,
  );

  it(
    "cleans up when it is called off while it starts",
    async () => {
      const demo = startDemo();
      await demo.until("Every name, place and result tonight is invented");
      demo.press("SIGINT");
      expect(await demo.exitCode, demo.said()).toBe(130);
      await nothingIsLeft();
    },
    LIMIT_MS,
  );
});

/** Command lines that name this directory: the database's processes among them. Source: proc_pid_cmdline(5). */
async function processesNaming(directory: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")), // ended meanwhile
  );
  return commands.filter((command) => command.includes(directory));
}
