import type { Knowledge } from "../domain/knowledge.ts";
import type { ThresholdPack } from "../domain/threshold-pack.ts";
import { audit } from "./audit.ts";
import type { Database } from "./open-database.ts";

/**
 * Marks one version of a pack as adopted by this installation, and writes down by whom. A newer version is another decision: it
 * is only proposed until somebody has read what changed. Done twice it is done once.
 */
export async function adoptPack(
  db: Database,
  { id, version }: Pick<ThresholdPack, "id" | "version">,
  adoptedBy: string,
): Promise<"adopted" | "was-adopted"> {
  return db.transaction().execute(async (trx) => {
    const added = await trx
      .insertInto("adopted_pack")
      .values({ pack_id: id, version, adopted_by: adoptedBy })
      .onConflict((known) => known.doNothing())
      .returning("pack_id")
      .executeTakeFirst();
    if (!added) return "was-adopted";
    await audit(trx, "operator", "adopt", `pack:${id}`, { version, adoptedBy });
    return "adopted";
  });
}

/** All that is known, with the packs as this installation has adopted them. */
export async function withAdoptedPacks(db: Database, knowledge: Knowledge): Promise<Knowledge> {
  const rows = await db.selectFrom("adopted_pack").select(["pack_id", "version"]).execute();
  const adopted = new Set(rows.map((row) => `${row.pack_id} ${row.version}`));
  return {
    ...knowledge,
    packs: knowledge.packs.map((pack) =>
      adopted.has(`${pack.id} ${pack.version}`) ? { ...pack, status: "adopted" as const } : pack,
    ),
  };
}
