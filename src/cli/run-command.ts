import { type Config, readConfig } from "../config.ts";
import { loadEnvFile } from "../load-env-file.ts";
import { type Log, silentLog } from "../log.ts";
import { withAdoptedPacks } from "../db/adopt-pack.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { openStore, type Store } from "../open-installation.ts";

export interface CommandDeps extends Store {
  /** All that is known here: half a second, so only for commands that need it. */
  loadKnowledge: () => Promise<Knowledge>;
  config: Config;
  now: () => Date;
  log: Log;
}

/** What a command came to: words for people and the same for programs, or why it was refused. */
export type CommandOutcome =
  | { outcome: "done"; words: string; json: unknown }
  | { outcome: "refused"; because: string };

/** A command is short and alone: few connections, and nothing on the screen but its own words. */
const CONNECTIONS = 4;

/**
 * Runs `work` on the installation that the environment names. Works beside a running server; when none is running, the
 * embedded database is started for as long as the command takes. `work` gives the exit code; a fault is one sentence and 1.
 */
export async function onInstallation(work: (deps: CommandDeps) => Promise<0 | 1>): Promise<void> {
  loadEnvFile();
  const configured = readConfig(process.env);
  if (configured.outcome === "refused") {
    console.error(configured.problems.join("\n"));
    process.exitCode = 1;
    return;
  }
  const { config } = configured;
  try {
    const store = await openStore(config, silentLog, CONNECTIONS);
    const loadKnowledge = async () => {
      const shipped = await import("../knowledge/load-knowledge.ts");
      return withAdoptedPacks(store.db, await shipped.loadKnowledge(undefined, config.knowledgeFolder));
    };
    try {
      process.exitCode = await work({
        ...store,
        config,
        loadKnowledge,
        now: () => new Date(),
        log: silentLog,
      });
    } finally {
      await store.close();
    }
  } catch (error) {
    console.error(sayFault(error));
    process.exitCode = 1;
  }
}

/** Runs a command that ends in words: to the terminal, or as one JSON document with `--json`. */
export const runCommand = (
  { json = false }: { json?: boolean },
  command: (deps: CommandDeps) => Promise<CommandOutcome>,
): Promise<void> =>
  onInstallation(async (deps) => {
    const result = await command(deps);
    if (result.outcome === "refused") {
      console.error(result.because);
      return 1;
    }
    console.log(json ? JSON.stringify(result.json, null, 2) : result.words);
    return 0;
  });

/** Several attempts to connect fail as one error without a message of its own. */
function sayFault(error: unknown): string {
  const first = error instanceof AggregateError ? (error.errors as unknown[])[0] : error;
  const message = first instanceof Error ? first.message : String(first);
  return /ECONNREFUSED|ENOTFOUND|ETIMEDOUT/.test(message)
    ? `The database does not answer (${message}). Check DATABASE_URL.`
    : message;
}
