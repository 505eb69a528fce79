import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { silentLog } from "../src/log.ts";
import { openInstallation } from "../src/open-installation.ts";
import { runTocsinCommand } from "./support/run-command-line.ts";
import { type RunningTocsin, runTocsin, testEnvironment } from "./support/running-tocsin.ts";

describe("tocsin, beside a running server", () => {
  let server: RunningTocsin;
  beforeAll(async () => {
    server = await runTocsin();
  });
  afterAll(() => server?.stop());

  it("makes keys and links that the server takes, and ends them", async () => {
    const environment = testEnvironment(server.databaseUrl, { TOCSIN_URL: server.localUrl });
    const json = async (...args: string[]) =>
      JSON.parse((await runTocsinCommand([...args, "--json"], environment)).out);
    const { key } = await json(
      "key",
      "create",
      "--name",
      "x",
      "--scopes",
      "read",
      "--organisation",
      "Night Owl",
    );
    expect((await server.call("GET", "/v1/samples/none", key)).status).toBe(404);
    const { link } = await json("reviewer", "link", "Anna");
    const { pathname, search } = new URL(link);
    expect((await server.call("GET", pathname + search)).body).toContain("Sign in");
    const reviewKey = (await json("key", "create", "--name", "y", "--scopes", "review", "--reviewer", "Anna"))
      .key;
    const queue = () => server.call("GET", "/v1/review/alerts", reviewKey);
    expect((await queue()).status).toBe(200);
    await json("reviewer", "disable", "Anna");
    await server.until(queue, ({ status }) => status === 401, 3_000);
    expect((await server.call("GET", pathname + search)).status).toBe(410);
  });
});

describe("tocsin, on the embedded database", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "tocsin-cli-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("starts and stops it itself when nothing runs, and shares it with what runs", async () => {
    const environment = { TOCSIN_DATA: folder };
    const made = await runTocsinCommand(
      ["key", "create", "--name", "x", "--scopes", "read", "--organisation", "Night Owl", "--json"],
      environment,
    );
    expect([made.code, made.err]).toEqual([0, ""]);
    const configured = readConfig(environment);
    if (configured.outcome === "refused") throw new Error(configured.problems.join());
    const owner = await openInstallation(configured.config, silentLog);
    expect(owner.database).toBe("embedded"); // nobody else has it any more
    const shared = await runTocsinCommand(["key", "list", "--json"], environment);
    expect([shared.code, JSON.parse(shared.out)]).toEqual([0, [expect.objectContaining({ name: "x" })]]);
    expect(await owner.db.selectFrom("api_key").select("name").execute()).toEqual([{ name: "x" }]);
    await owner.close();
  });
});
