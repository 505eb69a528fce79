import { type AttemptOutcome, backoffSeconds } from "./delivery-outcome.ts";

/** What becomes of a delivery after an attempt: it ends, or is tried again later. Nothing but `gone` ends a subscription. */
export type AfterAttempt =
  | { state: "accepted" | "gone" | "failed"; note: string }
  | { state: "pending"; retryInSeconds: number; note: string };

/** An answer that says our request was wrong is tried once more, in case it was a fault of the moment. */
const TRIES_OF_A_BUG = 2;
/** Our credentials were refused: an operator must act, so ask again at this pace until the alert expires. */
const OURS_RETRY_SECONDS = 300;

/** `attempts` counts this one; `random` is in [0, 1). A delivery that is never accepted ends with its alert, as expired. */
export function afterAttempt(outcome: AttemptOutcome, attempts: number, random: number): AfterAttempt {
  switch (outcome.outcome) {
    case "accepted":
      return { state: "accepted", note: "accepted" };
    case "gone":
      return { state: "gone", note: "the subscription is over" };
    case "bug":
      return attempts >= TRIES_OF_A_BUG
        ? { state: "failed", note: outcome.why }
        : { state: "pending", retryInSeconds: backoffSeconds(attempts, random), note: outcome.why };
    case "ours":
      return { state: "pending", retryInSeconds: OURS_RETRY_SECONDS, note: outcome.why };
    case "transient": {
      // Who asks for a pause gets at least that, spread a little so that not all come back in the same second.
      const asked = outcome.retryAfterSeconds === undefined ? 0 : outcome.retryAfterSeconds + random * 5;
      const retryInSeconds = Math.max(asked, backoffSeconds(attempts, random));
      return { state: "pending", retryInSeconds, note: outcome.why };
    }
    case "unknown":
      return { state: "pending", retryInSeconds: backoffSeconds(attempts, random), note: outcome.why };
  }
}
