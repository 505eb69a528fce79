import { open } from "node:fs/promises";

const MOST_BYTES = 16 * 1024;
const MOST_LINES = 20;

/** The last lines (at most 20) that a log file holds after `fromByte`; empty when there are none. */
export async function readLogEnd(logFile: string, fromByte = 0): Promise<string> {
  const file = await open(logFile);
  try {
    const { size } = await file.stat();
    const start = Math.max(fromByte, size - MOST_BYTES);
    const bytes = Buffer.alloc(Math.max(0, size - start));
    await file.read(bytes, 0, bytes.length, start);
    return bytes.toString().trimEnd().split("\n").slice(-MOST_LINES).join("\n");
  } finally {
    await file.close();
  }
}
