import { listKeys } from "../identity/api-key.ts";
import { day, layOutTable } from "../lay-out-table.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin key list`: every key there is or was, never the keys themselves. */
export async function listKeysCommand({ db }: CommandDeps): Promise<CommandOutcome> {
  const keys = (await listKeys(db)).map((key) => ({
    id: key.id,
    name: key.name,
    organisation: key.organisation,
    scopes: key.scopes,
    reviewer: key.reviewer,
    createdAt: key.created_at,
    lastUsedOn: key.last_used_on,
    revokedAt: key.revoked_at,
  }));
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.organisation,
    key.scopes.join(","),
    key.reviewer ?? "-",
    day(key.createdAt),
    day(key.lastUsedOn),
    day(key.revokedAt),
  ]);
  const headings = ["ID", "NAME", "ORGANISATION", "SCOPES", "REVIEWER", "CREATED", "LAST USED", "REVOKED"];
  return {
    outcome: "done",
    words:
      rows.length > 0
        ? layOutTable(headings, rows)
        : "There are no keys yet. Make one: npx tocsin key create --help",
    json: keys,
  };
}
