import { resealSigningKey } from "../identity/signing-key.ts";
import { resealSubscriptions } from "../pipeline/reseal-subscriptions.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin secret reseal`: after a change of TOCSIN_SECRET_KEY; the server must not be running. */
export async function resealSecretsCommand({ db, secrets }: CommandDeps): Promise<CommandOutcome> {
  await resealSigningKey(db, secrets);
  const resealed = await resealSubscriptions(db, secrets);
  return {
    outcome: "done",
    words: `Sealed anew: ${resealed.subscriptions} subscriptions, ${resealed.vapidKeys} application server keys. TOCSIN_FORMER_SECRET_KEYS is not needed any more.`,
    json: resealed,
  };
}
