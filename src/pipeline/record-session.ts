import type { Database } from "../db/open-database.ts";
import { type AreaTree, wordsFor } from "../domain/area.ts";
import { editDistance } from "../domain/edit-distance.ts";
import type { FieldError } from "../domain/field-error.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { Session } from "../domain/session.ts";
import { bodyHash } from "./admit-sample.ts";
import { keepConflict } from "./revise-sample.ts";

export type SessionRecord =
  | { outcome: "accepted" | "already-received" | "conflict"; sessionId: string }
  | { outcome: "refused"; errors: FieldError[] };

const MOST_SUGGESTIONS = 5;

/**
 * Takes a session in. The same id with the same body changes nothing; with another body both are kept for a person to look at.
 * The area is stored under its code, whatever name or former code it came with, so those make no difference either.
 */
export async function recordSession(
  { db, knowledge }: { db: Database; knowledge: Pick<Knowledge, "areas"> },
  organisationId: string,
  session: Session,
): Promise<SessionRecord> {
  const area = knowledge.areas.find(session.area)?.code;
  if (area === undefined) {
    const near = nearestAreas(knowledge.areas, session.area);
    return {
      outcome: "refused",
      errors: [{ pointer: "#/area", detail: `"${session.area}" is not a known area; nearest are ${near}` }],
    };
  }
  const body = { ...session, area };
  const hash = bodyHash(body);
  const { id, name, opensAt } = session;
  const inserted = await db
    .insertInto("session")
    .values({ id, organisation_id: organisationId, name, area, opens_at: opensAt ?? null, body_hash: hash })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted) return { outcome: "accepted", sessionId: id };

  const known = await db
    .selectFrom("session")
    .select(["organisation_id", "body_hash"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (known.organisation_id === organisationId && known.body_hash.equals(hash))
    return { outcome: "already-received", sessionId: id };
  await keepConflict(db, { organisationId, kind: "session", subjectId: id, body, bodyHash: hash });
  return { outcome: "conflict", sessionId: id };
}

/** The known areas whose code or name is most like a wrong one, in words. */
function nearestAreas(areas: AreaTree, wrong: string): string {
  const sought = wrong.toLowerCase();
  return areas
    .all()
    .map((area) => ({
      area: `${area.code} (${area.names.en})`,
      distance: Math.min(...wordsFor(area).map((word) => editDistance(sought, word.toLowerCase()))),
    }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ area }) => area)
    .join(", ");
}
