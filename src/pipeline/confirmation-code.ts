import type { Secrets } from "../secrets.ts";

const CODE_BYTES = 24;

/**
 * What a first message carries and the device sends back: 32 base64url characters. Computed from what it confirms, so that
 * nothing has to be kept, and nobody finds it out who has not received the message.
 */
export const confirmationCode = (
  secrets: Secrets,
  { id, endpointHash }: { id: string; endpointHash: Buffer },
): string =>
  secrets
    .keyedHash(`${id} ${endpointHash.toString("hex")}`, "confirmation")
    .subarray(0, CODE_BYTES)
    .toString("base64url");
