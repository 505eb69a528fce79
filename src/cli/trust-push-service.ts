import { trustPushService } from "../db/push-services.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin push-service trust NAME`: the fault is mended, or the subscriptions really are gone. */
export async function trustPushServiceCommand(
  { db, now }: CommandDeps,
  name: string,
): Promise<CommandOutcome> {
  return (await trustPushService(db, name, now()))
    ? {
        outcome: "done",
        words: `${name} is asked again at once. If it had said of too many subscriptions that they are gone, it is believed for a week.`,
        json: { name, outcome: "trusted" },
      }
    : {
        outcome: "refused",
        because: `There is no push service ${name}. All are listed by: npx tocsin push-service list`,
      };
}
