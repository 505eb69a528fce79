import { type AttemptOutcome, backoffSeconds, pauseSeconds } from "./delivery-outcome.ts";

/**
 * What becomes of a delivery after an attempt: it ends, or is tried again later. Nothing but `gone` ends a subscription.
 * - `needsNewSubscription`: its holder has to subscribe anew; until then nothing more can be sent.
 * - `isAttempt`: false where the subscription had no part in what went wrong, so that it is not counted.
 */
export type AfterAttempt =
  | { state: "accepted" | "gone"; note: string }
  | { state: "failed"; note: string; needsNewSubscription: boolean }
  | { state: "pending"; note: string; retryInSeconds: number; isAttempt: boolean };

/** Our credentials were refused: an operator must act, so ask again at this pace until the alert expires. */
const OURS_RETRY_SECONDS = 300;

/** So long a receiver of webhooks has time to come back; then its organisation is to ask for what it missed. */
const WEBHOOK_PATIENCE_MS = 3 * 86_400_000;

/** Whether a webhook's delivery, begun (or asked for again) so long ago, is not to be tried any more. */
export const isGivenUp = (begunMsAgo: number): boolean => begunMsAgo >= WEBHOOK_PATIENCE_MS;

/** `attempts` counts this one; `random` is in [0, 1). A delivery that is never accepted ends with its alert, as expired. */
export function afterAttempt(outcome: AttemptOutcome, attempts: number, random: number): AfterAttempt {
  const later = (note: string, atLeastSeconds = 0) => ({
    state: "pending" as const,
    note,
    retryInSeconds: Math.max(atLeastSeconds, backoffSeconds(attempts, random)),
    isAttempt: true,
  });
  switch (outcome.outcome) {
    case "accepted":
      return { state: "accepted", note: "accepted" };
    case "gone":
      return { state: "gone", note: "the subscription is over" };
    case "key-mismatch":
      return { state: "failed", note: outcome.why, needsNewSubscription: true };
    case "too-large":
    case "bug":
      return { state: "failed", note: outcome.why, needsNewSubscription: false };
    case "ours":
      return { ...later(outcome.why), retryInSeconds: OURS_RETRY_SECONDS, isAttempt: false };
    case "throttled":
    case "transient": {
      const { retryAfterSeconds: asked, why } = outcome;
      return later(why, asked === undefined ? 0 : pauseSeconds(asked, random));
    }
    case "unknown":
      return later(outcome.why);
  }
}
