import type { JobData } from "../src/adapters/queue.ts";
import { faultFields } from "../src/log.ts";
import { type MatchSamplesDeps, matchSamples } from "../src/pipeline/match-samples.ts";
import { noteFailure } from "../src/pipeline/relay-outbox.ts";

/** One job is a chunk of samples. When it fails, each goes alone, so that one that cannot be matched does not hold up the rest. */
export const matchSamplesWorker =
  (deps: MatchSamplesDeps) =>
  async ({ eventIds }: JobData<"match-samples">): Promise<void> => {
    try {
      await matchSamples(deps, eventIds);
    } catch (error) {
      deps.log.error("matching failed", { events: eventIds.length, ...faultFields(error) });
      for (const eventId of eventIds) await matchAlone(deps, eventId);
    }
  };

async function matchAlone(deps: MatchSamplesDeps, eventId: string): Promise<void> {
  try {
    await matchSamples(deps, [eventId]);
  } catch (error) {
    const { error: why } = faultFields(error);
    await noteFailure(deps.db, eventId, String(why));
  }
}
