import type { ImportReport } from "./import-report.ts";

const MOST_REASONS = 10;
const MOST_NAMES = 10;
const MOST_CHARACTERS = 240;

const number = new Intl.NumberFormat("en-GB");

/** Words from a file, fit for a terminal: no control characters, which could redraw it, and not endless. */
const printable = (text: string): string => {
  const plain = text.replace(/\p{C}/gu, "\uFFFD");
  return plain.length > MOST_CHARACTERS ? `${plain.slice(0, MOST_CHARACTERS)}…` : plain;
};

const counted = (amount: number, text: string): string => `${number.format(amount).padStart(9)}  ${text}`;

/** What an import did, and what to do next, in plain words; lines end with a line feed. */
export function sayReport(report: ImportReport): string {
  const { dryRun, rowsRead, seconds, rowsPerSecond } = report;
  return [
    dryRun ? "Dry run: nothing was written. This is what would happen." : "",
    `${number.format(rowsRead)} rows read from ${printable(report.file)} in ${seconds.toFixed(1)} s (${number.format(rowsPerSecond)} rows a second)`,
    counted(report.rowsAccepted, `accepted, ${number.format(report.samplesAccepted)} samples`),
    counted(report.rowsAlreadyReceived, "already received, nothing changed"),
    counted(report.rowsRejected, "rejected"),
    counted(report.rowsInConflict, "in conflict"),
    ...sayRejections(report),
    ...sayConflicts(report),
    ...sayUnresolved(report),
  ]
    .filter((line) => line !== "")
    .map((line) => `${line}\n`)
    .join("");
}

function sayRejections({ rejections, rejectedFile, dryRun }: ImportReport): string[] {
  if (rejections.length === 0) return [];
  const others = rejections.length - MOST_REASONS;
  return [
    "Why rows were rejected:",
    ...rejections
      .slice(0, MOST_REASONS)
      .map(({ rows, because, firstLine }) =>
        counted(rows, `${printable(because)} (first: line ${firstLine})`),
      ),
    others > 0 ? `           and ${number.format(others)} other reasons` : "",
    rejectedFile === null
      ? dryRun
        ? "Without --dry-run the rejected rows would be put into a file of their own."
        : ""
      : `The rejected rows are in ${printable(rejectedFile)}. Correct them there and import that file with the same profile; its last column may stay.`,
  ];
}

function sayConflicts({ conflicts, rowsInConflict }: ImportReport): string[] {
  if (rowsInConflict === 0) return [];
  const codes = conflicts.slice(0, MOST_NAMES).map(({ sampleCode, line }) => `${sampleCode} (line ${line})`);
  return [
    `Samples that came before with other content: ${printable(codes.join(", "))}${conflicts.length > codes.length ? ", …" : ""}`,
    "Nothing was replaced. Both versions are kept until a person decides.",
  ];
}

function sayUnresolved({ unresolvedNames }: ImportReport): string[] {
  if (unresolvedNames.length === 0) return [];
  return [
    `Names that the catalogue does not know (${number.format(unresolvedNames.length)}). They are kept as they are and match no rule:`,
    ...unresolvedNames.slice(0, MOST_NAMES).map(({ name, findings, suggestions }) => {
      const near = suggestions.map((one) => `${one.name} (${Math.round(one.confidence * 100)} %)`);
      return counted(
        findings,
        `${printable(name)}${near.length > 0 ? `; written alike: ${near.join(", ")}` : ""}`,
      );
    }),
  ];
}
