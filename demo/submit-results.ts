import { Batch, Recorded } from "./answers.ts";
import { AREA, inventedSamples, inventedSession, type InventedSamples } from "./invented-night.ts";
import type { Night } from "./open-night.ts";
import type { Steps } from "./show-steps.ts";

export interface SubmittedNight {
  sessionId: string;
  samples: InventedSamples;
  /** When the results were accepted: they were committed then. */
  submittedAt: Date;
}

/** The tent opens and sends everything that it has tested so far, as one batch. */
export async function submitResults(night: Night, show: Steps): Promise<SubmittedNight> {
  const session = inventedSession();
  await night.tent.post("/v1/sessions", session, Recorded);
  show.step("Session opened");
  show.detail(`“${session.name}”, area ${AREA}. The name stays inside the organisation.`);

  const samples = inventedSamples(session.id);
  const { ordinary, ...special } = samples;
  const batch = [...ordinary, ...Object.values(special)];
  const answer = await night.tent.post("/v1/samples", batch, Batch);
  const submittedAt = new Date();
  if (answer.accepted !== batch.length)
    throw new Error(`only ${answer.accepted} of ${batch.length} results were accepted`);
  show.step(`Submitted: ${answer.accepted} results in one batch, all accepted`, submittedAt);
  return { sessionId: session.id, samples, submittedAt };
}
