import * as z from "zod";

/** What a webhook's messages are signed with. `signsUntil`: null for the newest; a former one signs beside it for a while. */
export const WebhookSecret = z.strictObject({ secret: z.string(), signsUntil: z.iso.datetime().nullable() });
export type WebhookSecret = z.infer<typeof WebhookSecret>;

const OVERLAP_MS = 24 * 3_600_000;
/** Whoever loses an answer asks once more, and the secret that the receiver knows must go on signing meanwhile. */
const MOST_AT_ONCE = 5;

/** Those that sign at this moment, newest first. */
export const signingSecrets = (secrets: readonly WebhookSecret[], now: Date): string[] =>
  secrets.filter((one) => isSigning(one, now)).map(({ secret }) => secret);

const isSigning = ({ signsUntil }: WebhookSecret, now: Date): boolean =>
  signsUntil === null || new Date(signsUntil) > now;

export type AddedSecret =
  | { outcome: "added"; secrets: WebhookSecret[]; formerSignUntil: Date }
  | { outcome: "too-many"; most: number; secrets?: never };

/** Puts a new secret before the others, each of which signs for 24 hours after the next one was made. */
export function addSecret(secrets: readonly WebhookSecret[], secret: string, now: Date): AddedSecret {
  const signing = secrets.filter((one) => isSigning(one, now));
  if (signing.length >= MOST_AT_ONCE) return { outcome: "too-many", most: MOST_AT_ONCE };
  const formerSignUntil = new Date(now.getTime() + OVERLAP_MS);
  const former = signing.map((one) => ({
    ...one,
    signsUntil: one.signsUntil ?? formerSignUntil.toISOString(),
  }));
  return { outcome: "added", secrets: [{ secret, signsUntil: null }, ...former], formerSignUntil };
}
