import { revokeKey } from "../identity/api-key.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin key revoke ID`: ends a key, within a second also in a running server. */
export async function revokeKeyCommand({ db, now }: CommandDeps, id: string): Promise<CommandOutcome> {
  const { outcome } = await revokeKey(db, id, now());
  return outcome === "revoked"
    ? { outcome: "done", words: `Key ${id} is revoked.`, json: { id, outcome } }
    : {
        outcome: "refused",
        because: `There is no key ${id} that could be revoked. All are listed by: npx tocsin key list`,
      };
}
