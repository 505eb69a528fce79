import { execFile } from "node:child_process";
import { devNull, tmpdir } from "node:os";
import path from "node:path";

export const ROOT = path.join(import.meta.dirname, "../..");
const COMMAND = path.join(ROOT, "src/cli/tocsin.ts");

export interface Ran {
  code: number;
  out: string;
  err: string;
}
/** Runs a program to its end, in the project's folder, with this environment and nothing else of ours. */
export const runProgram = (
  file: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<Ran> =>
  new Promise((resolve) => {
    const env = {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      NODE_COMPILE_CACHE: path.join(tmpdir(), "tocsin-compile-cache"),
      TOCSIN_ENV_FILE: devNull, // a .env of whoever runs the specs is not theirs
      ...environment,
    };
    execFile(file, args, { env, cwd: ROOT }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

/** Runs `tocsin` with these arguments. */
export const runTocsinCommand = (
  args: readonly string[],
  environment: Record<string, string>,
): Promise<Ran> => runProgram(process.execPath, [COMMAND, ...args], environment);
