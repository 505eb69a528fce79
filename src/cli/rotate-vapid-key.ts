import { rotateVapidKey } from "../identity/vapid-keys.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin push-key rotate`: a new application server key for new subscriptions, from the next start of the server on. */
export async function rotateVapidKeyCommand({ db, secrets }: CommandDeps): Promise<CommandOutcome> {
  const { id, publicKey } = await rotateVapidKey(db, secrets);
  return {
    outcome: "done",
    words: `New application server key ${id}. Restart Tocsin to use it for new subscriptions; those made before keep their own.`,
    json: { id, publicKey },
  };
}
