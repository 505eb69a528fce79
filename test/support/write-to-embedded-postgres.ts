// Run as a process of its own by the specs, which kill it. Usage: node write-to-embedded-postgres.ts DIRECTORY hold|stop
// Opens the embedded PostgreSQL, commits one row, prints one line of JSON, then holds on until it is killed, or stops.
import { Client } from "pg";
import { openEmbeddedPostgres } from "../../src/embedded-postgres/open-embedded-postgres.ts";

const [directory, ending] = process.argv.slice(2);
if (!directory) throw new Error("Which directory?");

const { outcome, url, stop } = await openEmbeddedPostgres({
  directory,
  database: "tocsin",
  log: () => {},
});
const client = new Client({ connectionString: url });
await client.connect();
await client.query("create table if not exists sample (code text)");
await client.query("insert into sample values ('A1')");
console.log(JSON.stringify({ outcome, url, uid: process.getuid?.() }));
if (ending === "stop") {
  await client.end();
  await stop();
}
