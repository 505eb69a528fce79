import { readStoredHistory } from "../db/read-stored-history.ts";
import { type TediRow, tediRow } from "../exchange/tedi-row.ts";
import type { CommandDeps } from "./run-command.ts";
import type { Between } from "./run-export.ts";

/** `tocsin export tedi`: each sample with a result in these days as one row. Not for publication: nothing is withheld. */
export async function exportTedi(
  { db, loadKnowledge }: CommandDeps,
  { from, until }: Between,
): Promise<TediRow[]> {
  const organisations = await db.selectFrom("organisation").select(["id", "name"]).execute();
  const nameOf = new Map(organisations.map(({ id, name }) => [id, name]));
  const knowledge = await loadKnowledge();
  const samples = await readStoredHistory(db);
  return samples
    .filter(({ findings, resultAt }) => findings.length > 0 && resultAt >= from && resultAt < until)
    .map((sample) => tediRow(sample, nameOf.get(sample.organisationId) ?? "", knowledge));
}
