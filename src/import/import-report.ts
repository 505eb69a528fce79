import type { SampleRows } from "./group-rows.ts";
import type { Settlement } from "./settle-batch.ts";

/** What an import did, or in a dry run would do. Rows are records of the main file: `rowsRead` is the sum of the next four. */
export interface ImportReport {
  outcome: "imported";
  dryRun: boolean;
  file: string;
  profile: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsAlreadyReceived: number;
  rowsRejected: number;
  /** Rows of samples that were received before with other content; both are kept for a person to look at. */
  rowsInConflict: number;
  samplesAccepted: number;
  /** Each reason with how many rows it befell and the line of the first; the commonest first. */
  rejections: { because: string; rows: number; firstLine: number }[];
  /** The first hundred samples in conflict. */
  conflicts: { sampleCode: string; line: number }[];
  /** Names in accepted findings that the catalogue does not know, the commonest first. Nothing was put in their place. */
  unresolvedNames: { name: string; findings: number; suggestions: { name: string; confidence: number }[] }[];
  seconds: number;
  rowsPerSecond: number;
  /** Where the rejected rows are; null when there are none, and in a dry run. */
  rejectedFile: string | null;
}

type Counts = Omit<
  ImportReport,
  "outcome" | "dryRun" | "file" | "profile" | "seconds" | "rowsPerSecond" | "rejectedFile"
>;

const MOST_CONFLICTS = 100;

/** Counts what became of the samples of a file. */
export class ImportTally {
  readonly #rows = { accepted: 0, "already-received": 0, rejected: 0, conflict: 0 };
  #samplesAccepted = 0;
  readonly #rejections = new Map<string, ImportReport["rejections"][number]>();
  readonly #conflicts: ImportReport["conflicts"] = [];
  readonly #unresolved = new Map<string, ImportReport["unresolvedNames"][number]>();

  add({ code, rows }: SampleRows, settlement: Settlement): void {
    this.#rows[settlement.outcome] += rows.length;
    const { line } = rows[0];
    if (settlement.outcome === "rejected") this.#addRejection(settlement.because, rows.length, line);
    if (settlement.outcome === "conflict" && this.#conflicts.length < MOST_CONFLICTS)
      this.#conflicts.push({ sampleCode: code, line });
    if (settlement.outcome !== "accepted") return;
    this.#samplesAccepted += 1;
    for (const { name, suggestions } of settlement.unresolved) {
      const seen = this.#unresolved.get(name);
      if (seen) seen.findings += 1;
      else
        this.#unresolved.set(name, {
          name,
          findings: 1,
          suggestions: suggestions.map((one) => ({ name: one.name, confidence: one.confidence })),
        });
    }
  }

  #addRejection(because: string, rows: number, firstLine: number): void {
    const seen = this.#rejections.get(because);
    if (seen) seen.rows += rows;
    else this.#rejections.set(because, { because, rows, firstLine });
  }

  counts(): Counts {
    const { accepted, rejected, conflict, "already-received": alreadyReceived } = this.#rows;
    return {
      rowsRead: accepted + alreadyReceived + rejected + conflict,
      rowsAccepted: accepted,
      rowsAlreadyReceived: alreadyReceived,
      rowsRejected: rejected,
      rowsInConflict: conflict,
      samplesAccepted: this.#samplesAccepted,
      rejections: [...this.#rejections.values()].sort((a, b) => b.rows - a.rows),
      conflicts: this.#conflicts,
      unresolvedNames: [...this.#unresolved.values()].sort((a, b) => b.findings - a.findings),
    };
  }
}
