import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openDatabase } from "../src/db/open-database.ts";
import { silentLog } from "../src/log.ts";
import { runProgram, runTocsinCommand } from "./support/run-command-line.ts";
import { testEnvironment } from "./support/running-tocsin.ts";
import { cloneDatabase } from "./support/throwaway-postgres.ts";

describe("tocsin, the command", () => {
  let database: { url: string; drop: () => Promise<void> };
  let environment: Record<string, string>;
  beforeAll(async () => {
    database = await cloneDatabase(inject("adminUrl"), inject("template"));
    environment = testEnvironment(database.url, { PORT: "8080" });
  });
  afterAll(() => database?.drop());

  const tocsin = (...args: string[]) => runTocsinCommand(args, environment);
  const json = async (...args: string[]) => {
    const { code, out, err } = await tocsin(...args, "--json");
    expect([code, err]).toEqual([0, ""]);
    return JSON.parse(out);
  };
  const expectRefusal = async (args: string[], because: RegExp) => {
    const { code, out, err } = await tocsin(...args);
    expect([args, code, out]).toEqual([args, 1, ""]);
    expect(err).toMatch(because);
    expect(err).not.toMatch(/\n\s+at /);
  };

  const refusedWith = async (changes: Record<string, string>, because: RegExp) => {
    const { code, out, err } = await runTocsinCommand(["key", "list"], {
      ...environment,
      ...changes,
    });
    expect([code, out, err]).toEqual([1, "", expect.stringMatching(because)]);
  };

  it("reads what is not set from the file .env, as the server does", async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), "tocsin-env-")), ".env");
    const lines = Object.entries({ ...environment, PORT: "a port" }).map(
      ([name, value]) => `${name}="${value}"`,
    );
    await writeFile(file, lines.join("\n"));
    const list = (set: Record<string, string>) =>
      runTocsinCommand(["key", "list"], { TOCSIN_ENV_FILE: file, ...set });
    expect(await list({})).toMatchObject({ code: 1, err: expect.stringContaining("PORT") });
    expect(await list({ PORT: "8080" })).toMatchObject({
      code: 0,
      out: expect.stringContaining("no keys yet"),
    });
    const server = await runProgram(process.execPath, ["src/main.ts"], { TOCSIN_ENV_FILE: file });
    expect(server).toMatchObject({ code: 1, err: expect.stringContaining("PORT") });
    await rm(path.dirname(file), { recursive: true });
  });

  it("says what there is to say before anything is made", async () => {
    const keys = await tocsin("key", "list");
    expect([keys.code, keys.out]).toEqual([
      0,
      "There are no keys yet. Make one: npx tocsin key create --help\n",
    ]);
    await expectRefusal(
      ["key", "create", "--name", "x", "--scopes", "read"],
      /^There is no organisation yet\. Name yours with --organisation/,
    );
  });

  it("makes, lists and revokes keys, and shows a key once", async () => {
    const made = await tocsin(
      "key",
      "create",
      "--name",
      "tent laptop",
      "--scopes",
      "submit, read",
      "--organisation",
      "Night Owl",
    );
    expect(made.code).toBe(0);
    const [key = ""] = /tocsin_[0-9a-f]{12}_\S+/.exec(made.out) ?? [];
    const { id, ...second } = await json("key", "create", "--name", "lab", "--scopes", "submit");
    expect(second).toMatchObject({
      name: "lab",
      scopes: ["submit"],
      organisation: "Night Owl",
      reviewer: null,
      key: expect.stringContaining(id),
    });
    expect((await tocsin("key", "revoke", id)).out).toBe(`Key ${id} is revoked.\n`);
    await expectRefusal(["key", "revoke", id], /^There is no key .* that could be revoked/);
    const [words, listed] = await Promise.all([tocsin("key", "list"), json("key", "list")]);
    expect(words.out).toMatch(/^ID +NAME +ORGANISATION +SCOPES/);
    expect(words.out).not.toContain(key);
    expect(listed).toMatchObject([
      {
        name: "tent laptop",
        organisation: "Night Owl",
        scopes: ["submit", "read"],
        revokedAt: null,
        lastUsedOn: null,
      },
      { id, name: "lab", revokedAt: expect.stringContaining("T") },
    ]);
  });

  it("makes a reviewer by a link, and a key that acts for them", async () => {
    const first = await tocsin("reviewer", "link", "Anna", "--organisation", "Night Owl");
    expect(first.out).toMatch(
      /Anna of Night Owl is a reviewer now and signs in here, once, within 24 hours:\n\n {2}http:\/\/localhost:8080\/sign-in\?token=[\w-]{43}\n/,
    );
    expect(await json("reviewer", "link", "Anna")).toMatchObject({
      reviewer: "Anna",
      organisation: "Night Owl",
      isNew: false,
    });
    await Promise.all([
      expectRefusal(["key", "create", "--name", "phone", "--scopes", "review"], /acts for one person/),
      expectRefusal(
        ["key", "create", "--name", "phone", "--scopes", "review", "--reviewer", "Zoe"],
        /^There is no reviewer called Zoe/,
      ),
    ]);
    expect(
      await json("key", "create", "--name", "phone", "--scopes", "review,read", "--reviewer", "Anna"),
    ).toMatchObject({ reviewer: "Anna", organisation: "Night Owl" });
    expect(await json("reviewer", "list")).toMatchObject([
      { name: "Anna", organisation: "Night Owl", disabledAt: null },
    ]);
  });

  it("disables a reviewer for good", async () => {
    await json("reviewer", "link", "Ben", "--organisation", "Night Owl");
    expect(await json("reviewer", "disable", "Ben")).toEqual({
      reviewer: "Ben",
      organisation: "Night Owl",
      outcome: "disabled",
    });
    await Promise.all([
      expectRefusal(["reviewer", "disable", "Ben"], /^Ben is disabled already/),
      expectRefusal(["reviewer", "link", "Ben"], /^Ben is disabled and cannot sign in/),
      expectRefusal(
        ["key", "create", "--name", "x", "--scopes", "review", "--reviewer", "Ben"],
        /^Ben is disabled/,
      ),
    ]);
  });

  it("asks which, where there are several", async () => {
    await json("reviewer", "link", "Anna", "--organisation", "Day Owl");
    await Promise.all([
      expectRefusal(
        ["key", "create", "--name", "x", "--scopes", "read"],
        /^There are several organisations: Day Owl, Night Owl\. Say which/,
      ),
      expectRefusal(
        ["reviewer", "disable", "Anna"],
        /^Reviewers called Anna are in Day Owl and in Night Owl/,
      ),
      expectRefusal(["import", "results.csv", "--profile", "wedinos"], /^There are several organisations/),
    ]);
    expect(await json("reviewer", "disable", "Anna", "--organisation", "Day Owl")).toMatchObject({
      organisation: "Day Owl",
    });
  });

  it("adopts a threshold pack by name, once, and writes down who did", async () => {
    const statusOf = async (id: string) =>
      (await json("pack", "list")).find((pack: { id: string }) => pack.id === id)?.status;
    expect(await statusOf("local-strength")).toBe("proposed");
    const adopt = ["pack", "adopt", "local-strength", "--by", "Dr Owl (invented)"];
    expect((await json(...adopt)).outcome).toBe("adopted");
    expect((await json(...adopt)).outcome).toBe("was-adopted");
    expect(await statusOf("local-strength")).toBe("adopted");
    const db = openDatabase(database.url, silentLog, { connections: 1 });
    const written = await db
      .selectFrom("audit")
      .select(["action", "subject", "detail"])
      .where("action", "=", "adopt")
      .execute();
    await db.destroy();
    expect(written).toEqual([
      {
        action: "adopt",
        subject: "pack:local-strength",
        detail: expect.objectContaining({ adoptedBy: "Dr Owl (invented)" }),
      },
    ]);
    await expectRefusal(
      ["pack", "adopt", "no-such", "--by", "Anna"],
      /^There is no pack no-such; there are /,
    );
  });

  it("refuses in one sentence what it cannot do", async () => {
    await Promise.all([
      expectRefusal(
        ["key", "create", "--name", "x", "--scopes", "everything"],
        /^--scopes takes one or more of submit,read,review,webhook/,
      ),
      expectRefusal(
        ["key", "create", "--name", "a\u202eb", "--scopes", "read"],
        /^The name of the key holds U\+202E/,
      ),
      expectRefusal(["key", "create"], /required option '--name <name>' not specified/),
      expectRefusal(["frobnicate"], /unknown command 'frobnicate'/),
      expectRefusal(
        ["import", "results.csv", "--profile", "no-such-profile", "--organisation", "Night Owl"],
        /no-such-profile/,
      ),
      refusedWith(
        { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
        /^The database does not answer \(.*\)\. Check DATABASE_URL\.\n$/,
      ),
      refusedWith({ DATABASE_URL: "mysql://x" }, /^DATABASE_URL must be an address such as/),
    ]);
  });

  it("runs by its name, whatever Node the machine has", async () => {
    const PATH = (process.env["PATH"] ?? "")
      .split(":")
      .filter((folder) => !folder.includes("node_modules"))
      .join(":");
    const { code, out, err } = await runProgram("npx", ["--no", "tocsin", "key", "list", "--json"], {
      ...environment,
      PATH,
    });
    expect([code, code === 0 ? JSON.parse(out) : err]).toEqual([0, expect.any(Array)]);
  });
});
