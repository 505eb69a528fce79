import type { JobData } from "../src/adapters/queue.ts";
import { faultFields } from "../src/log.ts";
import { type FanOutDeps, fanOutAlert } from "../src/pipeline/fan-out-alert.ts";
import { noteFailure } from "../src/pipeline/relay-outbox.ts";

/** One job is one published revision. A failure is noted on its event, and the relay brings it back later. */
export const fanOutAlertWorker =
  (deps: FanOutDeps) =>
  async ({ eventId }: JobData<"fan-out-alert">): Promise<void> => {
    try {
      await fanOutAlert(deps, eventId);
    } catch (error) {
      await noteFailure(deps.db, eventId, String(faultFields(error).error));
      throw error;
    }
  };
