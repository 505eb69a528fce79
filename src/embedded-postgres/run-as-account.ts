import { spawn } from "node:child_process";

/** A right that lets a process pass directories closed to its user; see `capabilities(7)`. */
export type Capability = "dac_read_search" | "dac_override";

/** Who runs PostgreSQL: ourselves, or (when we are root, which PostgreSQL refuses) another user. */
export type Account =
  | { kind: "self" }
  | { kind: "user"; uid: number; gid: number; capability: Capability | "none" };

/** How a program ended: its exit code (null after a signal) and what it wrote to stdout and stderr. */
export type Ran = { exitCode: number | null; output: string };

/**
 * Runs a program to its end as the account, in a session of its own (Ctrl-C in the terminal does not reach it), in `/`
 * (our own working directory may be closed to the account), and with a bare environment (a PGDATA or PGPORT of the
 * caller's must not steer our server). Rejects only when the program cannot be started.
 */
export function runAsAccount(
  account: Account,
  program: string,
  programArgs: readonly string[],
): Promise<Ran> {
  const [file, ...args] = withCapability(account, [program, ...programArgs]);
  const { promise, resolve, reject } = Promise.withResolvers<Ran>();
  const child = spawn(file, args, {
    ...(account.kind === "user" && account.capability === "none"
      ? { uid: account.uid, gid: account.gid }
      : {}),
    cwd: "/",
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  child.on("error", reject);
  child.on("close", (exitCode) => {
    resolve({ exitCode, output });
  });
  return promise;
}

/**
 * Node can change the user of a child but not its capabilities; `setpriv` (util-linux) does both. Without the secure bit
 * access(2), by which PostgreSQL checks its own programs, ignores the capabilities of every user but root.
 */
function withCapability(account: Account, command: [string, ...string[]]): [string, ...string[]] {
  if (account.kind === "self" || account.capability === "none") return command;
  const { uid, gid, capability } = account;
  const rights = [`--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`];
  return [
    "setpriv",
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    ...rights,
    "--",
    ...command,
  ];
}
