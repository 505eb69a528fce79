import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Beside package.json, from wherever Tocsin is started. */
const ENV_FILE = resolve(import.meta.dirname, "../.env");

/**
 * Takes the variables of `.env` into the environment, where there is such a file; what is set already stays.
 * TOCSIN_ENV_FILE names another file; then it is a fault when that is missing.
 */
export function loadEnvFile(): void {
  const named = process.env["TOCSIN_ENV_FILE"];
  if (named) process.loadEnvFile(named);
  else if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
}
