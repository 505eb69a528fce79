import type { Database } from "../db/open-database.ts";
import type { Unresolved } from "../domain/admitted-sample.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { parse } from "../domain/parse.ts";
import type { Sample } from "../domain/sample.ts";
import { Session } from "../domain/session.ts";
import { recordSamples } from "../pipeline/record-samples.ts";
import { recordSession } from "../pipeline/record-session.ts";
import { checkSample, rejected } from "./check-sample.ts";
import type { Draft } from "./draft-sample.ts";
import { findReceived, type Received } from "./find-received.ts";
import type { SampleRows } from "./group-rows.ts";
import type { ImportProfile } from "./import-profile.ts";

/** What became of one sample of a file. */
export type Settlement =
  | { outcome: "accepted"; unresolved: Unresolved[] }
  | { outcome: "already-received" }
  | { outcome: "conflict" }
  | { outcome: "rejected"; because: string };

export interface ImportDeps {
  db: Database;
  knowledge: Knowledge;
  now: () => Date;
}

/** What an import remembers from batch to batch. */
export interface ImportRun {
  profile: ImportProfile;
  organisationId: string;
  dryRun: boolean;
  /** Sessions that are known to exist, by id. */
  sessions: Set<string>;
  /** In a dry run: what would have been received so far, by sample code. */
  pretended: Map<string, Received>;
}

interface Candidate {
  index: number;
  draft: Draft;
  sample: Sample;
  /** SHA-256 of the body in hex, as it is stored. */
  bodyHash: string;
  unresolved: Unresolved[];
}

/** Takes one batch in, or in a dry run finds out what would become of it: one settlement a sample, in the order given. */
export async function settleBatch(
  deps: ImportDeps,
  run: ImportRun,
  groups: readonly SampleRows[],
): Promise<Settlement[]> {
  const settlements: Settlement[] = [];
  const candidates: Candidate[] = [];
  for (const [index, group] of groups.entries()) {
    const check = checkSample({ ...run, knowledge: deps.knowledge }, group, deps.now());
    if (check.outcome === "rejected") settlements[index] = check;
    else
      candidates.push({
        index,
        draft: check.draft,
        sample: check.sample,
        bodyHash: check.admitted.bodyHash.toString("hex"),
        unresolved: check.admitted.unresolved,
      });
  }

  const codes = candidates.map(({ sample }) => sample.sampleCode);
  const received = await findReceived(deps.db, run.organisationId, run.profile, codes);
  const fresh: Candidate[] = [];
  for (const candidate of candidates) {
    const known = received.get(candidate.sample.sampleCode);
    if (known?.bodyHashes.has(candidate.bodyHash))
      settlements[candidate.index] = { outcome: "already-received" };
    // The id that the sample has had so far makes the corrected row a conflict, and not a second sample.
    else fresh.push(known ? { ...candidate, sample: { ...candidate.sample, id: known.id } } : candidate);
  }

  const outcomes = run.dryRun ? pretend(run, fresh, received) : await record(deps, run, fresh);
  for (const [place, { index }] of fresh.entries()) settlements[index] = outcomes[place] as Settlement;
  return settlements;
}

async function record(deps: ImportDeps, run: ImportRun, fresh: readonly Candidate[]): Promise<Settlement[]> {
  for (const { draft } of fresh) {
    if (run.sessions.has(draft.session.id)) continue;
    const session = parse(Session, draft.session);
    if (session.outcome === "parsed") await recordSession(deps, run.organisationId, session.value);
    run.sessions.add(draft.session.id);
  }
  const samples = fresh.map(({ sample }) => sample);
  const submissions = await recordSamples(deps, run.organisationId, samples);
  return submissions.map((submission, place): Settlement => {
    if (submission.outcome !== "refused") return submission;
    return rejected(submission.errors, (fresh[place] as Candidate).draft);
  });
}

function pretend(
  run: ImportRun,
  fresh: readonly Candidate[],
  received: ReadonlyMap<string, Received>,
): Settlement[] {
  return fresh.map(({ sample, bodyHash, unresolved }): Settlement => {
    const known = received.get(sample.sampleCode) ?? run.pretended.get(sample.sampleCode);
    if (known) return { outcome: known.bodyHashes.has(bodyHash) ? "already-received" : "conflict" };
    run.pretended.set(sample.sampleCode, { id: sample.id, bodyHashes: new Set([bodyHash]) });
    return { outcome: "accepted", unresolved };
  });
}
