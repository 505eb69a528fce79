import { createECDH, randomBytes } from "node:crypto";
import { deriveMessageKey, type Subscriber } from "./derive-message-key.ts";
import type { MessageKey } from "./message-key.ts";

/** A key for one message, or why this subscriber can be sent nothing. */
export type MadeMessageKey = { outcome: "made"; key: MessageKey } | { outcome: "refused"; reason: string };

const POINT_BYTES = 65;
const UNCOMPRESSED = 0x04;
const AUTH_BYTES = 16;
/** Used again with a new pair each time: to make one of these takes a third as long as to make a pair. */
const ours = createECDH("prime256v1");

/**
 * Makes the key of one message with a key pair and a salt of its own. The private half of the pair is overwritten by the next.
 * Refuses a subscriber whose keys no browser makes, so it also checks what somebody wants to subscribe with.
 */
export function makeMessageKey(subscriber: Subscriber): MadeMessageKey {
  const { p256dh, auth } = subscriber;
  if (p256dh.length !== POINT_BYTES || p256dh[0] !== UNCOMPRESSED)
    return refuse(`p256dh must be an uncompressed point of ${POINT_BYTES} bytes`);
  if (auth.length !== AUTH_BYTES) return refuse(`auth must have ${AUTH_BYTES} bytes, not ${auth.length}`);
  ours.generateKeys();
  try {
    return { outcome: "made", key: deriveMessageKey(subscriber, ours, randomBytes(16)) };
  } catch (error) {
    if (isOffTheCurve(error)) return refuse("p256dh is not a point of the curve P-256");
    throw error;
  }
}

const refuse = (reason: string): MadeMessageKey => ({ outcome: "refused", reason });

const isOffTheCurve = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY";
