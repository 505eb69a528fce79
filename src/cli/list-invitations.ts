import { listInvitations } from "../db/invitations.ts";
import { day, layOutTable } from "../lay-out-table.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

const HEADINGS = ["ID", "NAME", "ORGANISATION", "BY", "USED", "MADE", "EXPIRES", "REVOKED"];

/** `tocsin invitation list`: the newest invitations, never their links. */
export async function listInvitationsCommand({ db, now }: CommandDeps): Promise<CommandOutcome> {
  const invitations = await listInvitations(db, undefined, now());
  const rows = invitations.map((one) => [
    one.id,
    one.name ?? "-",
    one.organisation,
    one.createdBy ?? "operator",
    `${one.uses} of ${one.mostUses}`,
    day(one.createdAt),
    day(one.expiresAt),
    day(one.revokedAt ?? null),
  ]);
  return {
    outcome: "done",
    words:
      rows.length > 0
        ? layOutTable(HEADINGS, rows)
        : "There are no invitations yet. Make one: npx tocsin invite --help",
    json: invitations,
  };
}
