import type { ImportDeps } from "../import/settle-batch.ts";
import { importFile } from "../import/import-file.ts";
import { loadProfile } from "../import/load-profile.ts";
import { sayReport } from "../import/say-report.ts";
import type { Log } from "../log.ts";
import { type ProgressStream, showProgress } from "./show-progress.ts";

export interface ImportArguments {
  file: string;
  /** Name of a profile that comes with Tocsin, or the path of one. */
  profile: string;
  organisationId: string;
  dryRun: boolean;
  /** The report as JSON instead of words. */
  json: boolean;
  /** The second file of a profile that has one. */
  findings?: string | undefined;
}

/**
 * `tocsin import FILE --profile NAME [--dry-run] [--findings FILE] [--json]`. The report goes to `out`, progress and refusals
 * to `err`. Returns the exit code: 0 when the file was read, whatever became of its rows; 1 when it was refused as a whole.
 */
export async function importCommand(
  deps: ImportDeps & { log: Log },
  { file, profile: profileName, organisationId, dryRun, json, findings }: ImportArguments,
  { out, err }: { out: Pick<ProgressStream, "write">; err: ProgressStream },
): Promise<0 | 1> {
  const loaded = await loadProfile(profileName);
  if (loaded.outcome === "refused") {
    err.write(`${loaded.because}\n`);
    return 1;
  }
  const progress = showProgress(err, deps.now);
  const report = await importFile(deps, {
    file,
    profile: loaded.profile,
    organisationId,
    dryRun,
    findingsFile: findings,
    onProgress: progress.update,
  }).finally(progress.finish);
  if (report.outcome === "refused") {
    err.write(`${report.because}\n`);
    return 1;
  }
  out.write(json ? `${JSON.stringify(report, null, 2)}\n` : sayReport(report));
  return 0;
}
