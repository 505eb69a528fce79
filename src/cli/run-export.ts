import { audit } from "../db/audit.ts";
import { renderCsv } from "../open-data/render-csv.ts";
import { type CommandDeps, onInstallation } from "./run-command.ts";

export interface ExportOptions {
  /** Days by UTC, both included; what is absent is not restricted. */
  from?: string;
  to?: string;
  json?: boolean;
}

/** From the first instant of a day up to, and without, the first one after another. */
export interface Between {
  from: Date;
  until: Date;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** Prints what an exporter gives as CSV, or as JSON with `--json`, and writes into the audit log that it was exported. */
export const runExport = <Row extends object>(
  what: string,
  options: ExportOptions,
  exporter: (deps: CommandDeps, between: Between) => Promise<readonly Row[]>,
): Promise<void> =>
  onInstallation(async (deps) => {
    const { from = "0001-01-01", to = "9998-12-31", json = false } = options;
    const between = {
      from: new Date(`${from}T00:00:00Z`),
      until: new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS),
    };
    const isWrong = (day: string, at: Date) => !DAY.test(day) || Number.isNaN(at.getTime());
    if (isWrong(from, between.from) || isWrong(to, between.until)) {
      console.error("--from and --to are days such as 2026-07-04.");
      return 1;
    }
    const rows = await exporter(deps, between);
    await audit(deps.db, "operator", "export", what, { from, to, rows: rows.length });
    const columns = Object.keys(rows[0] ?? {}) as (keyof Row & string)[];
    process.stdout.write(
      json
        ? `${JSON.stringify(rows, null, 2)}\n`
        : renderCsv(
            columns.map((name) => ({ name, value: (row: Row) => row[name] as string | number | undefined })),
            rows,
          ),
    );
    if (rows.length === 0) console.error("Nothing to export.");
    return 0;
  });
