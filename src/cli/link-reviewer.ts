import { parse } from "../domain/parse.ts";
import { plainText } from "../domain/plain-text.ts";
import { createLink, createReviewer } from "../identity/sign-in.ts";
import { ADDRESS } from "../render/addresses.ts";
import { chooseOrganisation } from "./choose-organisation.ts";
import { chooseReviewer } from "./choose-reviewer.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

/** `tocsin reviewer link NAME`: a link with which one person signs in, once. Somebody new becomes a reviewer by it. */
export async function linkReviewerCommand(
  { db, config, now }: CommandDeps,
  asked: string,
  options: { organisation?: string },
): Promise<CommandOutcome> {
  const name = parse(plainText(120), asked);
  if (name.outcome === "refused")
    return { outcome: "refused", because: `The name of a reviewer ${name.errors[0]?.detail}.` };
  const known = await chooseReviewer(db, name.value, options.organisation);
  if (known.outcome === "refused") return known;
  if (known.outcome === "chosen" && known.reviewer.disabledAt !== null)
    return { outcome: "refused", because: `${name.value} is disabled and cannot sign in.` };
  const organisation = await chooseOrganisation(
    db,
    known.outcome === "chosen" ? known.reviewer.organisation : options.organisation,
  );
  if (organisation.outcome === "refused") return organisation;

  const isNew = known.outcome === "unknown";
  const reviewerId = isNew ? await createReviewer(db, organisation.name, name.value) : known.reviewer.id;
  const token = await createLink(db, reviewerId, now());
  const site = config.url ?? `http://localhost:${config.port}`;
  const link = `${site}${ADDRESS.signIn}?token=${token}`;
  return {
    outcome: "done",
    words: [
      `${name.value} of ${organisation.name} ${isNew ? "is a reviewer now and " : ""}signs in here, once, within 24 hours:`,
      "",
      `  ${link}`,
      "",
      "Whoever opens it acts as this person: hand it over in a way that nobody else reads.",
    ].join("\n"),
    json: { reviewer: name.value, organisation: organisation.name, isNew, link },
  };
}
