import { readHistory } from "../backtest/read-history.ts";
import { readRejections, readStoredHistory } from "../db/read-stored-history.ts";
import { loadProfile } from "../import/load-profile.ts";
import { fromHere } from "../config.ts";
import { loadEnvFile } from "../load-env-file.ts";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { backtestCommand, type BacktestOptions } from "./backtest-command.ts";
import { onInstallation } from "./run-command.ts";

/** Where the samples come from: a file with its profile, or all that is stored. */
export interface BacktestSource {
  data?: string;
  profile?: string;
  findings?: string;
}

const STREAMS = { out: process.stdout, err: process.stderr };

/** Finds the samples and replays them. Only `--data imported` opens the installation. */
export async function runBacktest(
  file: string | undefined,
  options: BacktestSource & BacktestOptions,
): Promise<void> {
  if (options.data !== undefined) {
    if (options.data !== "imported" || file !== undefined)
      return refuse('--data is "imported", and stands in place of a file');
    await onInstallation(async ({ db, loadKnowledge: loadOwn }) =>
      backtestCommand(
        await readStoredHistory(db),
        await loadOwn(),
        options,
        STREAMS,
        await readRejections(db),
      ),
    );
    return;
  }
  if (file === undefined || options.profile === undefined)
    return refuse("name a file and its --profile, or --data imported");
  const loaded = await loadProfile(options.profile);
  if (loaded.outcome === "refused") return refuse(loaded.because);
  loadEnvFile();
  const own = process.env["TOCSIN_KNOWLEDGE"];
  const knowledge = await loadKnowledge(undefined, own ? fromHere(own) : undefined);
  const source = { file, profile: loaded.profile, findingsFile: options.findings };
  const history = await readHistory(knowledge, source, new Date());
  if (history.outcome === "refused") return refuse(history.because);
  if (history.rejected > 0)
    process.stderr.write(
      `${history.rejected} rows were left out; an import of the file names the reasons.\n`,
    );
  process.exitCode = await backtestCommand(history.samples, knowledge, options, STREAMS);
}

function refuse(because: string): void {
  process.stderr.write(`${because}\n`);
  process.exitCode = 1;
}
