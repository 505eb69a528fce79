import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { findPassage } from "./find-passage.ts";
import type { Account } from "./run-as-account.ts";

const execute = promisify(execFile);

type SystemUser = { uid: number; gid: number };

/**
 * Decides who runs PostgreSQL, which refuses to run as root. An ordinary user runs it as itself. Root runs it as the
 * owner of the existing cluster, else as the system user `postgres`, which is created when there is none.
 * Throws a plain message when the cluster belongs to somebody else, when the user cannot be created, or when the
 * user cannot reach `neededPaths`.
 */
export async function chooseAccount(
  clusterDirectory: string,
  neededPaths: readonly string[],
): Promise<Account> {
  const owner = await ownerOf(clusterDirectory);
  const ourUid = process.getuid?.();
  if (ourUid !== 0) {
    if (owner && ourUid !== undefined && owner.uid !== ourUid) {
      throw new Error(
        `${clusterDirectory} belongs to the user with id ${owner.uid}, and we run as ${ourUid}. ` +
          "Start Tocsin as the user who first started it, or choose another data directory.",
      );
    }
    return { kind: "self" };
  }
  const user =
    owner && owner.uid !== 0 ? owner : ((await findPostgresUser()) ?? (await createPostgresUser()));
  return { kind: "user", ...user, capability: await findPassage(user, neededPaths) };
}

async function ownerOf(directory: string): Promise<SystemUser | undefined> {
  const found = await stat(directory).catch(() => undefined);
  return found && { uid: found.uid, gid: found.gid };
}

async function findPostgresUser(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => execute("id", [flag, "postgres"])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}

async function createPostgresUser(): Promise<SystemUser> {
  const home = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"];
  try {
    await execute("useradd", ["--system", "--user-group", ...home, "postgres"]);
  } catch (cause) {
    throw new Error(
      "PostgreSQL refuses to run as root, and the system user postgres could not be created. " +
        "Create it (useradd --system postgres), start Tocsin as an ordinary user, or set DATABASE_URL.",
      { cause },
    );
  }
  const created = await findPostgresUser();
  if (!created) throw new Error("The system user postgres was created but cannot be found.");
  return created;
}
