import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** What some specs need beyond our package: programs of Debian, Cloudflare's tools, and the real data of drug checking services. */
export type Requirement = "redis-server" | "chromium" | "firefox-esr" | "wrangler" | "shared-data";

/** The environment variable that names another binary, by the program's Debian name. */
const PROGRAM_VARIABLES = {
  "redis-server": "REDIS_SERVER",
  chromium: "CHROMIUM",
  "firefox-esr": "FIREFOX",
} as const;

type Program = keyof typeof PROGRAM_VARIABLES;

const REQUIREMENTS: readonly Requirement[] = [
  "redis-server",
  "chromium",
  "firefox-esr",
  "wrangler",
  "shared-data",
];
/** A package of its own: it weighs as much as everything else together. */
const WRANGLER = resolve(import.meta.dirname, "../edge/node_modules/wrangler");
const SHARED_DATA = resolve(
  process.env["TOCSIN_SHARED_DATA"] ?? join(import.meta.dirname, "../../../shared/data"),
);

/** The absolute path of a file of the shared data, for example `wedinos/records.json`. */
export const sharedData = (path: string): string => join(SHARED_DATA, path);

/**
 * Tells whether a spec can run here: `describe.skipIf(!has("redis-server"))`.
 * With `TOCSIN_REQUIRE_ALL=1` nothing may be skipped: then it throws, saying what to install.
 */
export function has(requirement: Requirement): boolean {
  const present = isPresent(requirement);
  if (!present && process.env["TOCSIN_REQUIRE_ALL"] === "1") throw new Error(explainMissing([requirement]));
  return present;
}

/** The path of a program, or undefined when it is not installed. */
export function findProgram(program: Program): string | undefined {
  const name = process.env[PROGRAM_VARIABLES[program]] ?? program;
  const candidates = name.includes("/")
    ? [name]
    : (process.env["PATH"] ?? "").split(delimiter).map((directory) => join(directory, name));
  return candidates.find(isExecutable);
}

/** The path of a program; throws with what to install when it is missing. */
export function requireProgram(program: Program): string {
  const path = findProgram(program);
  if (path === undefined) throw new Error(explainMissing([program]));
  return path;
}

/**
 * Prints, once for a test run, which specs will be skipped and what to install; says nothing when all is there.
 * With `TOCSIN_REQUIRE_ALL=1` it throws instead.
 */
export function reportMissingRequirements(print: (line: string) => void): void {
  const missing = REQUIREMENTS.filter((requirement) => !isPresent(requirement));
  if (missing.length === 0) return;
  if (process.env["TOCSIN_REQUIRE_ALL"] === "1") throw new Error(explainMissing(missing));
  print(`Skipping the specs that need it: ${explainMissing(missing)}`);
}

function isPresent(requirement: Requirement): boolean {
  if (requirement === "shared-data") return existsSync(SHARED_DATA);
  if (requirement === "wrangler") return existsSync(WRANGLER);
  return findProgram(requirement) !== undefined;
}

function explainMissing(missing: readonly Requirement[]): string {
  const programs = missing.filter((requirement) => requirement in PROGRAM_VARIABLES);
  const remedies = [
    ...(programs.length > 0 ? [`apt-get install ${programs.join(" ")}`] : []),
    ...(missing.includes("wrangler") ? ["npm ci --prefix test/edge"] : []),
    ...(missing.includes("shared-data")
      ? [`put the shared data into ${SHARED_DATA} or set TOCSIN_SHARED_DATA`]
      : []),
  ];
  return `${missing.join(", ")} not found here. To have it: ${remedies.join("; ")}.`;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
