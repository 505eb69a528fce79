import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "../db/open-database.ts";
import type { Unresolved } from "../domain/admitted-sample.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { FieldError } from "../domain/field-error.ts";

/** What adding to a sample or correcting it came to. */
export type RevisionOutcome =
  | { outcome: "accepted"; id: string; revision: number; unresolved: Unresolved[] }
  | { outcome: "already-received"; id: string; revision: number; unresolved: Unresolved[] }
  | { outcome: "conflict"; kind: "analysis" | "sample-code" }
  /** The correction is of another revision than the one that the sample is at. */
  | { outcome: "revision-conflict"; revision: number }
  | { outcome: "unknown-sample" }
  | { outcome: "refused"; errors: FieldError[] };

/** The sample of this organisation, locked until the transaction ends. */
export const lockSample = (db: Database, organisationId: string, sampleId: string) =>
  db
    .selectFrom("sample")
    .select(["id", "revision", "body_hash", "session_id", "area"])
    .where("id", "=", sampleId)
    .where("organisation_id", "=", organisationId)
    .forUpdate()
    .executeTakeFirst();

/**
 * Keeps what the sample said until now, with the reason for the change, and asks for it to be matched again as revision
 * `revision` + 1. The caller then changes the rows, in the same transaction.
 */
export async function beginRevision(
  db: Database,
  sample: { id: string; revision: number; body_hash: Buffer },
  reason: string,
): Promise<void> {
  await sql`
    insert into sample_revision (sample_id, revision, body, body_hash, reason)
    select s.id, s.revision,
      to_jsonb(s) - 'body_hash' || jsonb_build_object('analyses', coalesce((
        select jsonb_agg(to_jsonb(a) || jsonb_build_object('findings', (
          select jsonb_agg(to_jsonb(f) order by f.position) from finding f where f.analysis_id = a.id)) order by a.analysed_at)
        from analysis a where a.sample_id = s.id), '[]')),
      ${sample.body_hash}, ${reason}
    from sample s where s.id = ${sample.id}`.execute(db);
  await db
    .insertInto("outbox")
    .values({
      topic: "sample-changed",
      subject_id: sample.id,
      subject_revision: sample.revision + 1,
      enqueued_at: null,
      last_failure: null,
      closed_at: null,
    })
    .execute();
}

/** Keeps a body that contradicts an earlier one, for a person to look at. The same body is kept once. */
export async function keepConflict(
  db: Database,
  conflict: {
    organisationId: string;
    kind: "session" | "sample" | "sample-code" | "analysis";
    subjectId: string;
    body: unknown;
    bodyHash: Buffer;
  },
): Promise<void> {
  await db
    .insertInto("conflict")
    .values({
      id: uuidv7(),
      organisation_id: conflict.organisationId,
      kind: conflict.kind,
      subject_id: conflict.subjectId,
      body: canonicalJson(conflict.body),
      body_hash: conflict.bodyHash,
      resolved_at: null,
      resolved_by: null,
      resolution: null,
    })
    .onConflict((known) => known.doNothing())
    .execute();
}

/** PostgreSQL's unique violation. */
export const isTaken = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === "23505";
