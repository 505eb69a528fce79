import { listReviewers } from "../identity/reviewer.ts";
import { day, layOutTable } from "../lay-out-table.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin reviewer list`: who may review, and who may no longer. */
export async function listReviewersCommand({ db }: CommandDeps): Promise<CommandOutcome> {
  const reviewers = (await listReviewers(db)).map(({ name, organisation, createdAt, disabledAt }) => ({
    name,
    organisation,
    createdAt,
    disabledAt,
  }));
  const rows = reviewers.map((one) => [one.name, one.organisation, day(one.createdAt), day(one.disabledAt)]);
  return {
    outcome: "done",
    words:
      rows.length > 0
        ? layOutTable(["NAME", "ORGANISATION", "SINCE", "DISABLED"], rows)
        : 'There are no reviewers yet. Make one: npx tocsin reviewer link "NAME" --organisation "NAME"',
    json: reviewers,
  };
}
