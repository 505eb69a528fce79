import type { OpenCount } from "../domain/count-open-data.ts";
import type { Database } from "./open-database.ts";

/** A file of the newest edition, without its content. */
export interface OpenDataFileHead {
  name: string;
  contentType: string;
  /** Strong entity tag with its quotes. */
  etag: string;
  madeAt: Date;
}
export interface OpenDataFile extends OpenDataFileHead {
  body: string;
}

const ROWS_AT_ONCE = 5_000;

/** Puts a new edition in the place of the last one, whole: whoever reads has the one or the other. */
export async function replaceOpenData(
  db: Database,
  files: readonly OpenDataFile[],
  counts: readonly OpenCount[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom("open_data_file").execute();
    await trx.deleteFrom("open_data_count").execute();
    await trx
      .insertInto("open_data_file")
      .values(
        files.map((file) => ({
          name: file.name,
          content_type: file.contentType,
          body: file.body,
          etag: file.etag,
          made_at: file.madeAt,
        })),
      )
      .execute();
    for (let start = 0; start < counts.length; start += ROWS_AT_ONCE)
      await trx
        .insertInto("open_data_count")
        .values(
          counts.slice(start, start + ROWS_AT_ONCE).map((count) => ({
            ...count,
            substanceId: undefined,
            substance_id: count.substanceId ?? "",
          })),
        )
        .execute();
  });
}

/** What the newest edition consists of; empty before the first night. */
export async function openDataHeads(db: Database): Promise<OpenDataFileHead[]> {
  const rows = await db
    .selectFrom("open_data_file")
    .select(["name", "content_type", "etag", "made_at"])
    .execute();
  return rows.map((row) => ({
    name: row.name,
    contentType: row.content_type,
    etag: row.etag,
    madeAt: row.made_at,
  }));
}

/** One file with its content; undefined when the newest edition has none of that name. */
export async function openDataFile(db: Database, name: string): Promise<OpenDataFile | undefined> {
  const row = await db.selectFrom("open_data_file").selectAll().where("name", "=", name).executeTakeFirst();
  return row && { name, contentType: row.content_type, etag: row.etag, madeAt: row.made_at, body: row.body };
}
