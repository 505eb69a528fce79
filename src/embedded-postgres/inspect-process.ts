import { readFile } from "node:fs/promises";

/**
 * What the kernel says about a process id. `command` is the argument list, `startTicks` the start time in clock ticks
 * since boot: with the id it names one process for good. Both are undefined where there is no Linux /proc.
 * A zombie has ended, holds nothing, and waits for its parent to take note of that.
 */
export type ProcessSight =
  | { state: "gone" }
  | { state: "zombie" }
  | { state: "alive"; command: readonly string[] | undefined; startTicks: string | undefined };

/** Looks at a process by its id. Source: proc_pid_stat(5), proc_pid_cmdline(5). */
export async function inspectProcess(pid: number): Promise<ProcessSight> {
  if (process.platform !== "linux") return inspectBySignal(pid);
  try {
    const [stat, commandLine] = await Promise.all(
      ["stat", "cmdline"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8")),
    );
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = (stat ?? "").slice((stat ?? "").lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return { state: "zombie" };
    return { state: "alive", command: (commandLine ?? "").split("\0"), startTicks: fields[19] };
  } catch {
    return { state: "gone" }; // ENOENT, or ESRCH when it ends while we read
  }
}

function inspectBySignal(pid: number): ProcessSight {
  try {
    process.kill(pid, 0);
    return { state: "alive", command: undefined, startTicks: undefined };
  } catch {
    return { state: "gone" };
  }
}
