import type { Database } from "../db/open-database.ts";

const NAME = "naming-host";

/**
 * The host name that stands in the ids of entries and CAP documents. It is kept from the first start at a given address: when the
 * installation moves, or gets an edge, readers must not see everything anew, and a withdrawal must name the document that it
 * takes back. Undefined while it was never given an address (`TOCSIN_URL`): trying out on this machine names nothing for good.
 */
export async function keepNamingHost(db: Database, url: string | undefined): Promise<string | undefined> {
  if (url !== undefined)
    await db
      .insertInto("installation")
      .values({ name: NAME, value: new URL(url).hostname })
      .onConflict((known) => known.doNothing())
      .execute();
  const kept = await db
    .selectFrom("installation")
    .select("value")
    .where("name", "=", NAME)
    .executeTakeFirst();
  return kept?.value;
}
