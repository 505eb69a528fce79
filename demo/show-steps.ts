import { styleText } from "node:util";

/** What happens, as it is told on the terminal. Each method throws when the night was called off. */
export interface Steps {
  /** One step with its time since the start and since the step before; `at` is when it happened, now where left out. */
  step(title: string, at?: Date): void;
  /** A paragraph below the step; a `label` stands before it in a column of its own. */
  detail(text: string, label?: string): void;
  /** A line as it is, below a heading or between parts. */
  line(text?: string): void;
}

export interface StepStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const INDENT = 21;
const LABEL_WIDTH = 9;
/** Lines are this wide where nobody says otherwise, and never wider than is good to read. */
const USUAL_WIDTH = 96;

/** Seconds as "12.34 s", right-aligned. */
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** Tells steps on `stream`: with calm colours on a terminal that has them, plain elsewhere. `startedAt` is time zero. */
export function showSteps(stream: StepStream, startedAt: Date, signal: AbortSignal): Steps {
  const width = Math.min(USUAL_WIDTH, Math.max(60, (stream.columns || USUAL_WIDTH) - 1));
  const paint = (style: "bold" | "dim", text: string): string =>
    stream.isTTY ? styleText(style, text, { validateStream: false }) : text;
  let before = startedAt;
  const write = (text: string) => {
    signal.throwIfAborted();
    stream.write(`${text}\n`);
  };
  return {
    step(title, at = new Date()) {
      const since = Math.max(0, at.getTime() - before.getTime());
      before = at;
      const times = `${seconds(at.getTime() - startedAt.getTime()).padStart(8)} ${`+${seconds(since)}`.padStart(9)}`;
      write(`\n${paint("dim", times)}   ${paint("bold", title)}`);
    },
    detail(text, label) {
      const indent = INDENT + (label === undefined ? 0 : LABEL_WIDTH);
      const first = " ".repeat(INDENT) + (label === undefined ? "" : paint("dim", label.padEnd(LABEL_WIDTH)));
      const [head = "", ...rest] = wrap(text, width - indent);
      write(first + head);
      for (const line of rest) write(" ".repeat(indent) + line);
    },
    line: (text = "") => write(text),
  };
}

/** Breaks at spaces; a word longer than a line (an address) keeps its own line whole, so that it can be clicked. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width || line === "") line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
