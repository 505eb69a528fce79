import { fork } from "node:child_process";
import { once } from "node:events";

/** A process of the bench that answers each message with one of its own. */
export interface Child {
  pid: number;
  /** Sends a message and gives the answer. One at a time. Throws when the process ends instead. */
  ask<T>(message: unknown): Promise<T>;
  /** Ends the process and waits until it has. */
  stop(): Promise<void>;
}

/** Starts `module` (a path) as a process that inherits nothing of the environment but PATH, and has these variables besides. */
export function startChild(module: string, environment: Record<string, string> = {}): Child {
  const child = fork(module, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: ["--expose-gc"],
    env: { PATH: process.env["PATH"], ...environment },
  });
  const ended = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    async ask<T>(message: unknown): Promise<T> {
      const answer = once(child, "message");
      child.send(message as object);
      const early = ended.then(() => {
        throw new Error(`${module} ended before it answered.`);
      });
      const [first] = (await Promise.race([answer, early])) as [T];
      return first;
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
