import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { findPassage } from "../src/embedded-postgres/find-passage.ts";
import { openEmbeddedPostgres } from "../src/embedded-postgres/open-embedded-postgres.ts";
import { runAsAccount } from "../src/embedded-postgres/run-as-account.ts";
import { cloneDatabase, startThrowawayPostgres } from "./support/throwaway-postgres.ts";

const WRITER = fileURLToPath(new URL("./support/write-to-embedded-postgres.ts", import.meta.url));
const Written = z.object({ outcome: z.string(), url: z.string(), uid: z.number() });
const NOBODY = { uid: 65_534, gid: 65_534 };
const weAreRoot = process.getuid?.() === 0;

let directory: string;
let logged: string[];
let undo: (() => unknown)[];

const log = (line: string) => logged.push(line);

const open = async ({ durable = false } = {}) => {
  const server = await openEmbeddedPostgres({ directory, database: "tocsin", durable, log });
  undo.push(server.stop);
  return server;
};

beforeEach(async () => {
  const made = await mkdtemp(join(tmpdir(), "tocsin-embedded-")); // mode 0700: closed to every other user
  directory = made;
  logged = [];
  undo = [() => rm(made, { recursive: true, force: true })];
});

afterEach(async () => {
  for (const step of undo.toReversed()) await step();
});

it("starts in an empty directory, durable and reachable over loopback alone", async () => {
  const { outcome, url } = await open({ durable: true });
  expect(outcome).toBe("started");
  expect(await settingsOf(url)).toEqual({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    server_encoding: "UTF8",
    password_encryption: "scram-sha-256",
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    data_checksums: "on",
  });
  expect((await stat(join(directory, "settings.json"))).mode & 0o777).toBe(0o600);
  const strangers = await query(url, "select distinct auth_method from pg_hba_file_rules");
  expect(strangers).toEqual([{ auth_method: "scram-sha-256" }]);
});

it("keeps data, password and port at the second start", async () => {
  const first = await open();
  await query(first.url, "create table sample as select 'A1' as code");
  await first.stop();
  await first.stop();
  expect(await processesOf(directory)).toEqual([]);

  const second = await open();
  expect(second).toMatchObject({ outcome: "started", url: first.url });
  expect(await query(second.url, "select code from sample")).toEqual([{ code: "A1" }]);
});

it("leaves the server of a live owner alone", async () => {
  const owner = await holdInAnotherProcess();
  const visitor = await open();
  expect(visitor).toMatchObject({ outcome: "in-use", url: owner.url });
  await visitor.stop();
  expect(await query(visitor.url, "select code from sample")).toEqual([{ code: "A1" }]);
});

it("has one owner when two begin at once in an empty directory", async () => {
  const both = await Promise.all([open(), open()]);
  const outcomes = both.map(({ outcome }) => outcome);
  expect(outcomes).toContain("in-use");
  expect(outcomes.filter((outcome) => outcome !== "in-use")).toHaveLength(1);
  for (const { url } of both) expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});

it("adopts a server whose owner alone was killed, and really stops it", async () => {
  const owner = await holdInAnotherProcess();
  await owner.kill();

  const heir = await open();
  expect(heir).toMatchObject({ outcome: "adopted", url: owner.url });
  expect(await query(heir.url, "select code from sample")).toEqual([{ code: "A1" }]);
  await heir.stop();
  expect(await processesOf(directory)).toEqual([]);
});

it("loses nothing that was committed when every process is killed", async () => {
  const owner = await holdInAnotherProcess();
  await owner.kill();
  for (const pid of await processesOf(directory)) process.kill(pid, "SIGKILL");

  const next = await open({ durable: true });
  expect(next.outcome).toBe("started");
  expect(await query(next.url, "select code from sample")).toEqual([{ code: "A1" }]);
});

it("starts although the id in postmaster.pid belongs to another program now", async () => {
  const first = await open();
  const pidFile = join(directory, "cluster/postmaster.pid");
  const written = await readFile(pidFile, "utf8");
  await first.stop();
  await writeFile(pidFile, written.replace(/^\d+/, String(process.pid)));

  expect((await open()).outcome).toBe("started");
  expect(logged).toContainEqual(expect.stringContaining(`names process ${process.pid}`));
});

it("begins anew where the making of the cluster was cut short", async () => {
  await mkdir(join(directory, "initialising-killed/cluster"), { recursive: true });
  await writeFile(join(directory, "initialising-killed/cluster/PG_VERSION"), "18\n");

  expect((await open()).outcome).toBe("started");
  expect((await readdir(directory)).sort()).toEqual(["cluster", "postgres.log", "settings.json"]);
});

it("stays the owner when PostgreSQL drops all connections after a crash of one of its processes", async () => {
  const { url } = await open();
  const ownerPids = "select pid from pg_stat_activity where application_name like 'tocsin owner %'";
  const [before] = await query(url, ownerPids);
  process.kill(Number(before?.["pid"]), "SIGKILL");

  const pidAfterwards = async () => {
    const [after] = await query(url, ownerPids);
    return after?.["pid"];
  };
  await vi.waitUntil(async () => (await pidAfterwards().catch(() => undefined)) ?? false, {
    timeout: 20_000,
  });
  expect(await pidAfterwards()).not.toBe(before?.["pid"]);
  expect((await open()).outcome).toBe("in-use");
});

it("says what is wrong when the password file is gone", async () => {
  await (await open()).stop();
  await rm(join(directory, "settings.json"));
  await expect(open()).rejects.toThrow(`${directory}/settings.json is missing`);
});

it("shows the end of PostgreSQL's log when the server does not start", async () => {
  await (await open()).stop();
  await rm(join(directory, "cluster/global/pg_control"));
  await expect(open()).rejects.toThrow("could not find the database system");
});

it("works as an ordinary user, whose data root can open as well", async () => {
  await chmod(directory, 0o777);
  const ownDirectory = join(directory, "data/postgres");
  const command = [WRITER, ownDirectory, "stop"] as const;
  const ran = weAreRoot
    ? await runAsAccount(
        {
          kind: "user",
          ...NOBODY,
          capability: await findPassage(NOBODY, [process.execPath, import.meta.dirname]),
        },
        process.execPath,
        command,
      )
    : await runAsAccount({ kind: "self" }, process.execPath, command);
  expect(ran).toMatchObject({ exitCode: 0, output: expect.stringContaining('"outcome":"started"') });
  expect((await stat(join(ownDirectory, "cluster"))).uid).toBe(weAreRoot ? NOBODY.uid : process.getuid?.());

  directory = ownDirectory;
  const { url, stop } = await open();
  expect(await query(url, "select code from sample")).toEqual([{ code: "A1" }]);
  await stop();
  expect((await stat(join(ownDirectory, "settings.json"))).uid).toBe((await stat(ownDirectory)).uid);
});

it("gives tests a throw-away server with databases cloned from a template", async () => {
  const server = await startThrowawayPostgres();
  undo.push(server.stop);
  const template = await cloneDatabase(server.adminUrl);
  await query(template.url, "create table sample as select 'A1' as code");

  const clone = await cloneDatabase(server.adminUrl, new URL(template.url).pathname.slice(1));
  expect(await query(clone.url, "select code from sample")).toEqual([{ code: "A1" }]);
  await clone.drop();
  await expect(query(clone.url, "select 1")).rejects.toThrow("does not exist");
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {}); // a server that goes away also rejects the query
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function settingsOf(url: string): Promise<Record<string, unknown>> {
  const rows = await query(
    url,
    `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'server_encoding',
       'password_encryption', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')`,
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

/** Another process opens the server, commits a sample, and holds on. */
async function holdInAnotherProcess() {
  const child = spawn(process.execPath, [WRITER, directory, "hold"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  undo.push(async () => {
    await kill();
    await (await open()).stop();
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { ...Written.parse(JSON.parse(String(line))), kill };
}

/** The PostgreSQL processes whose data lies in the directory; zombies have no command line and are left out. */
async function processesOf(dataDirectory: string): Promise<number[]> {
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  const commands = await Promise.all(
    pids.map(async (pid) => ({
      pid,
      command: await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
    })),
  );
  return commands.filter(({ command }) => command.includes(`${dataDirectory}/cluster`)).map(({ pid }) => pid);
}
