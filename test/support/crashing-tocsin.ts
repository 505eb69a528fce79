// Run as a process of its own by the specs. Starts Tocsin with the environment's configuration and prints one line of JSON
// for each event that it logs. SPEC_CRASH_AT="matched#1,sent#2" kills it, as kill -9 would, at the first "matched" or the
// second "sent", whichever comes first.
import { readConfig } from "../../src/config.ts";
import { jsonLog, type Log } from "../../src/log.ts";
import { startTocsin } from "../../src/start-tocsin.ts";

const configured = readConfig(process.env);
if (configured.outcome === "refused") throw new Error(configured.problems.join("\n"));
const now = () => new Date();
const crashAt = (process.env["SPEC_CRASH_AT"] ?? "").split(",");
const seen = new Map<string, number>();

const printed = jsonLog((line) => process.stdout.write(`${line}\n`), now);
const log: Log = {
  ...printed,
  info(event, fields) {
    const count = (seen.get(event) ?? 0) + 1;
    seen.set(event, count);
    printed.info(event, { ...fields, point: `${event}#${count}` });
    if (crashAt.includes(`${event}#${count}`)) process.kill(process.pid, "SIGKILL");
  },
};
const tocsin = await startTocsin(configured.config, log, now);
printed.info("reachable", { url: tocsin.localUrl });
process.on("SIGTERM", () => void tocsin.stop());
