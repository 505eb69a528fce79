import type { JobData } from "../src/adapters/queue.ts";
import { faultFields } from "../src/log.ts";
import { noteFailure } from "../src/pipeline/relay-outbox.ts";
import { type SendConfirmationDeps, sendConfirmation } from "../src/pipeline/send-confirmation.ts";

/** One job is the first message to one subscription. A failure is noted on its event, and the relay brings it back later. */
export const confirmSubscriptionWorker =
  (deps: SendConfirmationDeps) =>
  async ({ eventId }: JobData<"confirm-subscription">): Promise<void> => {
    try {
      await sendConfirmation(deps, eventId);
    } catch (error) {
      await noteFailure(deps.db, eventId, String(faultFields(error).error));
      throw error;
    }
  };
