import { disableReviewer } from "../identity/reviewer.ts";
import { chooseReviewer } from "./choose-reviewer.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin reviewer disable NAME`: ends everything that a person could do here. What they did stays on record. */
export async function disableReviewerCommand(
  { db, now }: CommandDeps,
  name: string,
  options: { organisation?: string },
): Promise<CommandOutcome> {
  const known = await chooseReviewer(db, name, options.organisation);
  if (known.outcome !== "chosen") return { outcome: "refused", because: known.because };
  const { reviewer } = known;
  if (reviewer.disabledAt !== null)
    return { outcome: "refused", because: `${reviewer.name} is disabled already.` };
  await disableReviewer(db, reviewer.id, now());
  return {
    outcome: "done",
    words: `${reviewer.name} of ${reviewer.organisation} is disabled: sign-ins, links and keys have ended, and approvals count no longer.`,
    json: { reviewer: reviewer.name, organisation: reviewer.organisation, outcome: "disabled" },
  };
}
