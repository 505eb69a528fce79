import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { Approval, Recorded, SampleWithNotice, UnderReview } from "../demo/answers.ts";
import { type Client, openClient, until } from "../demo/open-client.ts";
import type { Database } from "../src/db/open-database.ts";
import { createKey, type Scope } from "../src/identity/api-key.ts";
import { createReviewer, findOrCreateOrganisation } from "../src/identity/sign-in.ts";

/** Who takes part in the publication of an alert; a client for each server that they meet. */
export interface People {
  session: Client;
  reviewers: readonly [Client, Client];
}

const ORGANISATION = "Bench";

/** Makes the keys of a session and of two reviewers; what it gives meets them with a server. */
export async function inventPeople(db: Database): Promise<(origin: string) => People> {
  const organisationId = await findOrCreateOrganisation(db, ORGANISATION);
  const keyOf = async (name: string, scopes: Scope[], actsFor: { reviewerId?: string } = {}) =>
    (await createKey(db, { organisationId, name, scopes, ...actsFor })).key;
  const reviewerKey = async (name: string) =>
    keyOf(name, ["review", "read"], { reviewerId: await createReviewer(db, ORGANISATION, name) });
  const session = await keyOf("session", ["submit", "read"]);
  const keys = [await reviewerKey("Anna (invented)"), await reviewerKey("Ben (invented)")] as const;
  return (origin) => {
    const client = (key: string) => openClient(origin, key, new AbortController().signal);
    return { session: client(session), reviewers: [client(keys[0]), client(keys[1])] };
  };
}

/** Submits a sample that opens a red alert in this area, and has it approved by the first of the two whom it needs. */
export async function bringToLastApproval({ session, reviewers }: People, area: string) {
  const sessionId = uuidv7();
  await session.post("/v1/sessions", { id: sessionId, name: "Invented night", area }, Recorded);
  const sampleId = uuidv7();
  const sample = {
    id: sampleId,
    sessionId,
    sampleCode: "INV-1",
    expectedSubstance: "alprazolam",
    form: "tablet",
    analyses: [
      {
        id: uuidv7(),
        method: "lc-ms",
        analysedAt: new Date().toISOString(),
        findings: [{ substance: "protonitazene" }],
      },
    ],
  };
  await session.post("/v1/samples", sample, Recorded);
  const { alertId, reason } = await until("the sample's notice", async () => {
    const { notice } = await session.get(`/v1/samples/${sampleId}`, SampleWithNotice);
    return notice ?? undefined;
  });
  if (alertId === null) throw new Error(`The sample opened no alert: ${reason}`);
  const draft = await until("the draft", async () => {
    const [newest] = (await reviewers[0].get(`/v1/review/alerts/${alertId}`, UnderReview)).revisions;
    return newest;
  });
  if (draft.content.level !== "red" || draft.approvalsNeeded !== 2)
    throw new Error(
      `The alert is ${draft.content.level} and needs ${draft.approvalsNeeded}, not red and two.`,
    );
  const approve = (reviewer: Client) =>
    reviewer.post(`/v1/review/alerts/${alertId}/approve`, { contentHash: draft.contentHash }, Approval);
  await approve(reviewers[0]);
  return {
    alertId,
    /** Publishes. Throws when it does not. */
    approveLast: async (): Promise<void> => {
      const { outcome } = await approve(reviewers[1]);
      if (outcome !== "published") throw new Error(`The last approval was answered "${outcome}".`);
    },
  };
}

const Ledger = z.object({
  revisions: z.array(
    z.object({
      intended: z.number(),
      accepted: z.number(),
      pending: z.number(),
      expandedAt: z.string().optional(),
    }),
  ),
});

/** What the product says of the newest revision: how many were intended and how many accepted. */
export async function askLedger({ reviewers }: People, alertId: string) {
  const [newest] = (await reviewers[0].get(`/v1/alerts/${alertId}/deliveries`, Ledger)).revisions;
  return newest;
}
