import { readFile } from "node:fs/promises";

/** The kernel counts in hundredths of a second everywhere that Node runs on Linux. */
const TICKS_A_SECOND = 100;

/** Seconds of processor time that a process has used so far, all its threads together. Linux only. */
export async function processSeconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name, in brackets, may hold spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
