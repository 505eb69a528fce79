import { insertSamples } from "../db/insert-samples.ts";
import type { Database } from "../db/open-database.ts";
import type { AdmittedSample, Unresolved } from "../domain/admitted-sample.ts";
import type { FieldError } from "../domain/field-error.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import type { Sample } from "../domain/sample.ts";
import { admitSample } from "./admit-sample.ts";
import { isTaken, keepConflict } from "./revise-sample.ts";

export type Submission =
  | { outcome: "accepted" | "already-received"; sampleId: string; unresolved: Unresolved[] }
  | { outcome: "conflict"; sampleId: string; kind: "sample" | "sample-code" | "analysis" }
  | { outcome: "refused"; errors: FieldError[] };

export interface RecordSamplesDeps {
  db: Database;
  knowledge: Knowledge;
  now: () => Date;
}

/**
 * Takes samples in, each for itself: one outcome a sample, in the order given. Samples are safe on disk when this returns.
 * The same id with the same body changes nothing; with another body both are kept for a person to look at.
 */
export async function recordSamples(
  deps: RecordSamplesDeps,
  organisationId: string,
  samples: readonly Sample[],
): Promise<Submission[]> {
  const now = deps.now();
  const sessions = await areasOfSessions(deps.db, organisationId, samples);
  const outcomes: (Submission | undefined)[] = [];
  const admitted: { index: number; sample: AdmittedSample }[] = [];
  const ids = new Set<string>();
  const repeated: typeof admitted = [];

  for (const [index, sample] of samples.entries()) {
    const area = sessions.get(sample.sessionId);
    const admission =
      area === undefined
        ? {
            outcome: "refused" as const,
            errors: [
              {
                pointer: "#/sessionId",
                detail: "no such session in your organisation; create it with POST /v1/sessions first",
              },
            ],
          }
        : admitSample(sample, area, deps.knowledge, now);
    if (admission.outcome === "refused") outcomes[index] = admission;
    else (ids.has(sample.id) ? repeated : admitted).push({ index, sample: admission.value });
    ids.add(sample.id);
  }

  const inserted = await insertTogetherOrAlone(
    deps.db,
    organisationId,
    admitted.map(({ sample }) => sample),
  );
  const rest = [...admitted.filter(({ sample }) => !inserted.has(sample.id)), ...repeated];
  for (const { index, sample } of admitted)
    if (inserted.has(sample.id))
      outcomes[index] = { outcome: "accepted", sampleId: sample.id, unresolved: sample.unresolved };
  for (const { index, sample } of rest)
    outcomes[index] = await settleRepeat(deps, organisationId, sample, samples[index] as Sample);
  return outcomes as Submission[];
}

/** A session never changes once it is received, so it is asked for once. */
const knownSessions = new WeakMap<
  Database,
  Map<string, { id: string; area: string; organisationId: string }>
>();
const MOST_KNOWN = 10_000;

async function areasOfSessions(
  db: Database,
  organisationId: string,
  samples: readonly Sample[],
): Promise<Map<string, string>> {
  const known =
    knownSessions.get(db) ?? new Map<string, { id: string; area: string; organisationId: string }>();
  knownSessions.set(db, known);
  if (known.size > MOST_KNOWN) known.clear();
  const asked = new Set(samples.map((sample) => sample.sessionId));
  const isOwn = (id: string) => known.get(id)?.organisationId === organisationId;
  const unknown = [...asked].filter((id) => !isOwn(id));
  for (const session of await sessionsOf(db, organisationId, unknown)) known.set(session.id, session);
  return new Map([...asked].filter(isOwn).map((id) => [id, known.get(id)?.area ?? ""]));
}

async function sessionsOf(db: Database, organisationId: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("session")
    .select(["id", "area"])
    .where("organisation_id", "=", organisationId)
    .where("id", "in", ids)
    .execute();
  return rows.map((row) => ({ ...row, organisationId }));
}

/** The id of an analysis that is taken fails the whole statement; it must not sink the rest, so then each goes in alone. */
async function insertTogetherOrAlone(
  db: Database,
  organisationId: string,
  samples: AdmittedSample[],
): Promise<Set<string>> {
  if (samples.length === 0) return new Set();
  try {
    return await insertSamples(db, organisationId, samples);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (samples.length === 1) return new Set();
  }
  const inserted = new Set<string>();
  for (const sample of samples)
    for (const id of await insertTogetherOrAlone(db, organisationId, [sample])) inserted.add(id);
  return inserted;
}

/** A sample that was not new: the same again, or something that a person must look at. */
async function settleRepeat(
  { db }: RecordSamplesDeps,
  organisationId: string,
  sample: AdmittedSample,
  body: Sample,
): Promise<Submission> {
  const known = await db
    .selectFrom("sample")
    .leftJoin("sample_revision", (join) =>
      join
        .onRef("sample_revision.sample_id", "=", "sample.id")
        .on("sample_revision.body_hash", "=", sample.bodyHash),
    )
    .select(["sample.organisation_id", "sample.body_hash", "sample_revision.body_hash as earlier_hash"])
    .where("sample.id", "=", sample.id)
    .executeTakeFirst();
  if (
    known?.organisation_id === organisationId &&
    (known.body_hash.equals(sample.bodyHash) || known.earlier_hash !== null)
  )
    return { outcome: "already-received", sampleId: sample.id, unresolved: sample.unresolved };

  const sameCode = known
    ? undefined
    : await db
        .selectFrom("sample")
        .select("id")
        .where("session_id", "=", sample.sessionId)
        .where("sample_code", "=", sample.sampleCode)
        .executeTakeFirst();
  const kind = known ? "sample" : sameCode ? "sample-code" : "analysis";
  await keepConflict(db, { organisationId, kind, subjectId: sample.id, body, bodyHash: sample.bodyHash });
  return { outcome: "conflict", sampleId: sample.id, kind };
}
