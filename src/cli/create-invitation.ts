import { createInvitation } from "../db/invitations.ts";
import { InvitationRequest } from "../domain/invitation.ts";
import { parse } from "../domain/parse.ts";
import { ADDRESS } from "../render/addresses.ts";
import { chooseOrganisation } from "./choose-organisation.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

export interface CreateInvitationOptions {
  name?: string;
  days: string;
  uses: string;
  organisation?: string;
}

const OPTION_OF: Record<string, string> = { name: "--name", validDays: "--days", mostUses: "--uses" };

/** `tocsin invite`: makes a link by which people subscribe to what outreach teams are told, and shows it once. */
export async function createInvitationCommand(
  { db, config, now }: CommandDeps,
  { name, days, uses, organisation: asked }: CreateInvitationOptions,
): Promise<CommandOutcome> {
  const request = parse(InvitationRequest, {
    ...(name === undefined ? {} : { name }),
    validDays: Number(days),
    mostUses: Number(uses),
  });
  if (request.outcome === "refused") {
    const because = request.errors.map(({ pointer, detail }) => {
      const field = pointer.split("/").at(-1) ?? "";
      return `${OPTION_OF[field] ?? field} ${detail}`;
    });
    return { outcome: "refused", because: `${because.join("; ")}.` };
  }
  const organisation = await chooseOrganisation(db, asked);
  if (organisation.outcome === "refused") return organisation;
  const by = { organisationId: organisation.id, reviewerId: null };
  const { id, token, expiresAt } = await createInvitation(db, by, request.value, now());
  const link = `${config.url ?? `http://localhost:${config.port}`}${ADDRESS.invited(token)}`;
  const { mostUses } = request.value;
  return {
    outcome: "done",
    words: [
      `Invitation ${id} of ${organisation.name}, until ${expiresAt.toISOString().slice(0, 10)}, for ${mostUses} ${mostUses === 1 ? "device" : "devices"}:`,
      "",
      `  ${link}`,
      "",
      "It is shown this once. Who subscribes by it hears of preliminary results: hand it over in a way that only the team reads.",
      `To end it: npx tocsin invitation revoke ${id}`,
    ].join("\n"),
    json: { id, organisation: organisation.name, link, expiresAt, mostUses },
  };
}
