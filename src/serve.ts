import { readConfig } from "./config.ts";
import { faultFields, jsonLog } from "./log.ts";
import { firstSteps } from "./first-steps.ts";
import { loadEnvFile } from "./load-env-file.ts";
import { startTocsin } from "./start-tocsin.ts";

loadEnvFile();
const configured = readConfig(process.env);
if (configured.outcome === "refused") {
  console.error(
    `Tocsin cannot start with this configuration:\n${configured.problems.map((problem) => `  - ${problem}`).join("\n")}`,
  );
  process.exit(1);
}

const AT_ONCE_AFTER_MS = 2_000;

const now = () => new Date();
const isTerminal = process.stdout.isTTY;
// On a terminal people read the first steps, not a log; elsewhere every line is kept.
const log = jsonLog(
  (line) => (isTerminal && !line.includes('"level":"error"') ? undefined : console.log(line)),
  now,
);
try {
  const tocsin = await startTocsin(configured.config, log, now);
  console.log(await firstSteps(tocsin, configured.config, now()));
  let stoppingSince: number | undefined;
  const stop = (signal: string) => {
    // npm passes on the Ctrl-C that the terminal has sent already: only a later one means "at once".
    if (stoppingSince !== undefined)
      return Date.now() - stoppingSince > AT_ONCE_AFTER_MS ? process.exit(1) : undefined;
    stoppingSince = Date.now();
    log.info("stopping", { signal });
    tocsin.stop().then(
      () => console.log("Tocsin has stopped. All that was accepted is kept."),
      (error: unknown) => {
        log.error("stopping failed", faultFields(error));
        process.exitCode = 1;
      },
    );
  };
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
