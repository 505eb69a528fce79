import type { Database } from "../db/open-database.ts";
import { parse } from "../domain/parse.ts";
import { plainText } from "../domain/plain-text.ts";
import { findOrCreateOrganisation } from "../identity/sign-in.ts";

export type OrganisationChoice =
  | { outcome: "chosen"; id: string; name: string }
  | { outcome: "refused"; because: string };

/** The organisation of this name, made when it is new; without a name the only one there is. */
export async function chooseOrganisation(
  db: Database,
  asked: string | undefined,
): Promise<OrganisationChoice> {
  if (asked !== undefined) {
    const name = parse(plainText(120), asked);
    if (name.outcome === "refused")
      return { outcome: "refused", because: `The name of the organisation ${name.errors[0]?.detail}.` };
    return { outcome: "chosen", id: await findOrCreateOrganisation(db, name.value), name: name.value };
  }
  const known = await db.selectFrom("organisation").select(["id", "name"]).orderBy("name").execute();
  const [only, ...others] = known;
  if (only && others.length === 0) return { outcome: "chosen", ...only };
  const because = only
    ? `There are several organisations: ${known.map(({ name }) => name).join(", ")}. Say which with --organisation "NAME".`
    : 'There is no organisation yet. Name yours with --organisation "NAME".';
  return { outcome: "refused", because };
}
