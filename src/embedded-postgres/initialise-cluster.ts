import { access, chown, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Installation } from "./prepare-installation.ts";
import { runAsAccount } from "./run-as-account.ts";
import type { Ran } from "./run-as-account.ts";

/** The name of the database superuser, the only role of an embedded cluster. */
export const SUPERUSER = "postgres";

/** Working directories begin with this; one that a killed run left behind is of no use to anybody. */
export const WORK_PREFIX = "initialising-";

/**
 * Makes a new, empty cluster: UTF-8, checksums, SCRAM passwords for every connection. It is made in a working directory and
 * renamed when complete, so `layout.cluster` is whole or absent; when another process is first, its cluster is used.
 * Throws with what initdb wrote when it fails.
 */
export async function initialiseCluster(
  installation: Installation,
  { password, durable }: { password: string; durable: boolean },
): Promise<void> {
  const { layout, account } = installation;
  const work = await mkdtemp(join(layout.directory, WORK_PREFIX));
  try {
    const passwordFile = join(work, "password");
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account.kind === "user") {
      await chown(passwordFile, account.uid, account.gid);
      await chown(work, account.uid, account.gid);
    }
    const drafted = join(work, "cluster");
    const ran = await runInitdb(installation, drafted, passwordFile, durable);
    if (ran.exitCode !== 0) {
      throw new Error(
        `initdb could not make a database cluster in ${layout.directory}:\n${ran.output.trim()}`,
      );
    }
    await rename(drafted, layout.cluster);
    await flushDirectory(layout.directory);
  } catch (error) {
    // Another process may have been first, and then may have cleared our working directory away.
    if (!(await exists(layout.cluster))) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Sorts and classifies text by Unicode code point, the same on every machine; where libc has no C.UTF-8, it gets C. */
async function runInitdb(
  { binaries, account }: Installation,
  drafted: string,
  passwordFile: string,
  durable: boolean,
): Promise<Ran> {
  const flags = [
    `--pgdata=${drafted}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(durable ? [] : ["--no-sync"]),
  ];
  const ran = await runAsAccount(account, binaries.initdb, [...flags, "--locale=C.UTF-8"]);
  if (ran.exitCode === 0 || !ran.output.includes("invalid locale")) return ran;
  return runAsAccount(account, binaries.initdb, [...flags, "--locale=C"]);
}

/** Until a directory is flushed, a power cut may undo a rename in it. */
async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path);
  await directory.sync();
  await directory.close();
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
