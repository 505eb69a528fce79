import type { Database } from "../db/open-database.ts";
import { listReviewers, type Reviewer } from "../identity/reviewer.ts";

export type ReviewerChoice =
  | { outcome: "chosen"; reviewer: Reviewer }
  | { outcome: "unknown"; because: string }
  | { outcome: "refused"; because: string };

/** The one reviewer of this name, in this organisation where it is said. */
export async function chooseReviewer(
  db: Database,
  name: string,
  organisation: string | undefined,
): Promise<ReviewerChoice> {
  const known = (await listReviewers(db)).filter(
    (one) => one.name === name && (organisation === undefined || one.organisation === organisation),
  );
  const [only, ...others] = known;
  if (!only)
    return {
      outcome: "unknown",
      because: `There is no reviewer called ${name}${organisation === undefined ? "" : ` in ${organisation}`}. All are listed by: npx tocsin reviewer list`,
    };
  if (others.length > 0)
    return {
      outcome: "refused",
      because: `Reviewers called ${name} are in ${known.map((one) => one.organisation).join(" and in ")}. Say which with --organisation "NAME".`,
    };
  return { outcome: "chosen", reviewer: only };
}
