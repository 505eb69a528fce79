import { parse } from "../domain/parse.ts";
import { plainText } from "../domain/plain-text.ts";
import { createKey, SCOPES, Scope } from "../identity/api-key.ts";
import * as z from "zod";
import { chooseOrganisation } from "./choose-organisation.ts";
import { chooseReviewer } from "./choose-reviewer.ts";
import type { CommandDeps, CommandOutcome } from "./run-command.ts";

export interface CreateKeyOptions {
  name: string;
  /** Separated by commas. */
  scopes: string;
  organisation?: string;
  reviewer?: string;
}

/** `tocsin key create`: makes a key and shows it, once. */
export async function createKeyCommand(
  { db }: CommandDeps,
  options: CreateKeyOptions,
): Promise<CommandOutcome> {
  const scopes = parse(z.array(Scope).min(1), [
    ...new Set(options.scopes.split(",").map((one) => one.trim())),
  ]);
  if (scopes.outcome === "refused")
    return {
      outcome: "refused",
      because: `--scopes takes one or more of ${SCOPES.join(",")}, for example --scopes submit,read`,
    };
  const name = parse(plainText(120), options.name);
  if (name.outcome === "refused")
    return { outcome: "refused", because: `The name of the key ${name.errors[0]?.detail}.` };
  if (scopes.value.includes("review") && options.reviewer === undefined)
    return {
      outcome: "refused",
      because: 'A key with the scope "review" acts for one person. Say for whom with --reviewer "NAME".',
    };

  const reviewer =
    options.reviewer === undefined
      ? undefined
      : await chooseReviewer(db, options.reviewer, options.organisation);
  if (reviewer && reviewer.outcome !== "chosen") return { outcome: "refused", because: reviewer.because };
  if (reviewer && reviewer.reviewer.disabledAt !== null)
    return { outcome: "refused", because: `${reviewer.reviewer.name} is disabled and gets no key.` };
  const organisation = await chooseOrganisation(db, reviewer?.reviewer.organisation ?? options.organisation);
  if (organisation.outcome === "refused") return organisation;

  const { id, key } = await createKey(db, {
    organisationId: organisation.id,
    name: name.value,
    scopes: scopes.value,
    ...(reviewer ? { reviewerId: reviewer.reviewer.id } : {}),
  });
  const words = [
    `Key ${id} "${name.value}" of ${organisation.name}: ${scopes.value.join(", ")}${reviewer ? `, for ${reviewer.reviewer.name}` : ""}`,
    "",
    `  ${key}`,
    "",
    "It is shown this once. Send it as: Authorization: Bearer tocsin_…",
    `To end it: npx tocsin key revoke ${id}`,
  ].join("\n");
  return {
    outcome: "done",
    words,
    json: {
      id,
      key,
      name: name.value,
      scopes: scopes.value,
      organisation: organisation.name,
      reviewer: reviewer?.reviewer.name ?? null,
    },
  };
}
