import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { Client } from "pg";
import { describe, expect, inject, it } from "vitest";
import { openDatabase } from "../src/db/open-database.ts";
import { silentLog } from "../src/log.ts";

describe("a database connection that is cut", () => {
  it("between two queries of a transaction fails that transaction, and nothing else", async () => {
    const db = openDatabase(inject("adminUrl"), silentLog, { connections: 2 });
    const cutter = new Client({ connectionString: inject("adminUrl") });
    await cutter.connect();
    const working = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await cutter.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await sleep(200); // as while matching thinks
      await sql`select 1`.execute(trx);
    });
    await expect(working).rejects.toThrow();
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await cutter.end();
    await db.destroy();
  });
});
