import type { Log } from "../log.ts";
import { columnsUsed } from "./columns-used.ts";
import { groupRows, type SampleRows } from "./group-rows.ts";
import type { ImportProfile } from "./import-profile.ts";
import { type ImportReport, ImportTally } from "./import-report.ts";
import { openFindings } from "./open-findings.ts";
import { openRecords } from "./open-records.ts";
import { type ImportDeps, type ImportRun, settleBatch } from "./settle-batch.ts";
import { RejectedRows } from "./write-rejected.ts";

const SAMPLES_IN_A_BATCH = 500;

export interface ImportProgress {
  rows: number;
  rejected: number;
  /** How much of the file has been read, 0 to 1. */
  progress: number;
}

export interface ImportOptions {
  file: string;
  profile: ImportProfile;
  organisationId: string;
  /** Finds out what would happen, and writes nothing. */
  dryRun?: boolean;
  /** The second file of a profile that needs one, when it does not lie beside the first. */
  findingsFile?: string | undefined;
  /** Where the file of rejected rows goes; the current directory unless given. */
  rejectedInto?: string;
  onProgress?: (progress: ImportProgress) => void;
}

/** A file as a whole was refused: it is not there, or it does not have what the profile reads. */
export interface ImportRefusal {
  outcome: "refused";
  because: string;
}

/**
 * Imports the results in a file, 500 samples at a time, by the same rules as the API. Each row stands for itself: what cannot
 * be taken in goes with its reason into a file of rejected rows. Doing it again changes nothing. Throws only for faults, such
 * as a lost database; what was accepted until then stays, and the import can be run again.
 */
export async function importFile(
  deps: ImportDeps & { log: Log },
  options: ImportOptions,
): Promise<ImportReport | ImportRefusal> {
  const { file, profile, organisationId, dryRun = false } = options;
  const started = performance.now();
  const findings = await openFindings(profile, file, options.findingsFile);
  if (findings.outcome === "refused") return findings;
  const wanted = columnsUsed(profile).filter((column) => !findings.header.includes(column));
  const records = await openRecords(file, profile.file, wanted);
  if (records.outcome === "refused") return records;

  const run: ImportRun = { profile, organisationId, dryRun, sessions: new Set(), pretended: new Map() };
  const tally = new ImportTally();
  const rejectedRows = new RejectedRows(
    options.rejectedInto ?? process.cwd(),
    file,
    profile.file,
    records.header,
  );
  const settle = async (batch: readonly SampleRows[]) => {
    const settlements = await settleBatch(deps, run, batch);
    for (const [index, settlement] of settlements.entries()) {
      const group = batch[index] as SampleRows;
      tally.add(group, settlement);
      if (settlement.outcome === "rejected" && !dryRun)
        await rejectedRows.write(group.rows, settlement.because);
    }
    const { rowsRead, rowsRejected } = tally.counts();
    options.onProgress?.({ rows: rowsRead, rejected: rowsRejected, progress: records.progress() });
  };

  try {
    let batch: SampleRows[] = [];
    for await (const group of groupRows(records.rows, profile, findings.bySample)) {
      batch.push(group);
      if (batch.length < SAMPLES_IN_A_BATCH) continue;
      await settle(batch);
      batch = [];
    }
    if (batch.length > 0) await settle(batch);
  } catch (fault) {
    await rejectedRows.discard();
    throw fault;
  }

  const rejectedFile = await rejectedRows.finish();
  const seconds = (performance.now() - started) / 1000;
  const counts = tally.counts();
  deps.log.info("import finished", {
    profile: profile.id,
    dryRun,
    rowsRead: counts.rowsRead,
    rowsAccepted: counts.rowsAccepted,
    rowsRejected: counts.rowsRejected,
    duration_ms: Math.round(seconds * 1000),
  });
  return {
    outcome: "imported",
    dryRun,
    file,
    profile: profile.id,
    ...counts,
    seconds,
    rowsPerSecond: Math.round(counts.rowsRead / seconds),
    rejectedFile,
  };
}
