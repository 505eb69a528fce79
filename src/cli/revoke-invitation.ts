import * as z from "zod";
import { revokeInvitation } from "../db/invitations.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin invitation revoke ID`: nobody else subscribes by it. */
export async function revokeInvitationCommand({ db, now }: CommandDeps, id: string): Promise<CommandOutcome> {
  const operator = { organisationId: undefined, reviewerId: null };
  const isRevoked = z.uuid().safeParse(id).success && (await revokeInvitation(db, id, operator, now()));
  return isRevoked
    ? {
        outcome: "done",
        words: `Invitation ${id} is revoked. Who subscribed by it stays.`,
        json: { id, outcome: "revoked" },
      }
    : {
        outcome: "refused",
        because: `There is no invitation ${id} that could be revoked. All are listed by: npx tocsin invitation list`,
      };
}
