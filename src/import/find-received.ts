import { sql } from "kysely";
import type { Database } from "../db/open-database.ts";
import { sessionNamePrefix } from "./draft-sample.ts";
import type { ImportProfile } from "./import-profile.ts";

/** A sample that an earlier import with the same profile brought: its id and the hashes (hex) of every body it has had. */
export interface Received {
  id: string;
  bodyHashes: Set<string>;
}

/**
 * Finds samples by their code in the sessions that the profile made. An id alone would not do: it holds the day of the sample,
 * and a later file may have corrected just that.
 */
export async function findReceived(
  db: Database,
  organisationId: string,
  profile: ImportProfile,
  codes: readonly string[],
): Promise<Map<string, Received>> {
  const received = new Map<string, Received>();
  if (codes.length === 0) return received;
  const rows = await db
    .selectFrom("session")
    .innerJoin("sample", "sample.session_id", "session.id")
    .leftJoin("sample_revision", "sample_revision.sample_id", "sample.id")
    .select([
      "sample.id",
      "sample.sample_code",
      "sample.body_hash",
      "sample_revision.body_hash as earlier_hash",
    ])
    .where("session.organisation_id", "=", organisationId)
    .where(sql<boolean>`starts_with(session.name, ${sessionNamePrefix(profile)})`)
    .where("sample.sample_code", "in", codes)
    .execute();
  for (const { id, sample_code, body_hash, earlier_hash } of rows) {
    const sample = received.get(sample_code) ?? { id, bodyHashes: new Set<string>() };
    received.set(sample_code, sample);
    for (const hash of [body_hash, earlier_hash]) if (hash) sample.bodyHashes.add(hash.toString("hex"));
  }
  return received;
}
