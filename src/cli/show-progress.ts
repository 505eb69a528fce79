import type { ImportProgress } from "../import/import-file.ts";

/** Where progress is shown, for example `process.stderr`. */
export interface ProgressStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const BAR_WIDTH = 30;
/** In a log, a line every few seconds is enough to see that it is still running. */
const PLAIN_LINE_EVERY_MS = 5_000;
const CLEAR_LINE = "\r\u001B[K";

const count = new Intl.NumberFormat("en-GB");

const inWords = ({ rows, rejected, progress }: ImportProgress): string =>
  `${Math.floor(progress * 100)} %, ${count.format(rows)} rows read, ${count.format(rejected)} rejected`;

/** Shows how far an import has come: a bar on a terminal, now and then a plain line elsewhere. */
export function showProgress(
  stream: ProgressStream,
  now: () => Date,
): { update: (progress: ImportProgress) => void; finish: () => void } {
  let latest: ImportProgress | undefined;
  let shownAt = now().getTime();
  const bar = (progress: ImportProgress) => {
    const filled = Math.round(progress.progress * BAR_WIDTH);
    const line = `[${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}] ${inWords(progress)}`;
    stream.write(`${CLEAR_LINE}${line.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  return {
    update(progress) {
      latest = progress;
      if (stream.isTTY) return bar(progress);
      if (now().getTime() - shownAt < PLAIN_LINE_EVERY_MS) return;
      shownAt = now().getTime();
      stream.write(`${inWords(progress)}\n`);
    },
    finish() {
      if (stream.isTTY) stream.write(CLEAR_LINE);
      else if (latest) stream.write(`${inWords(latest)}\n`);
    },
  };
}
