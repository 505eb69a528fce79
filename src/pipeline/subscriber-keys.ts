import * as z from "zod";
import type { Secrets } from "../secrets.ts";
import { makeMessageKey } from "../web-push/make-message-key.ts";
import { type MessageKey, packMessageKey, unpackMessageKey } from "../web-push/message-key.ts";

const Keys = z.object({ p256dh: z.string(), auth: z.string() });

/**
 * The key of one message to the subscriber whose public key and secret were stored so. Undefined when these cannot be read or
 * used: one subscription's fault, which must not hold up the others.
 */
export function messageKeyFor(secrets: Secrets, keysEncrypted: Buffer): MessageKey | undefined {
  try {
    const { p256dh, auth } = Keys.parse(JSON.parse(secrets.decrypt(keysEncrypted, "subscription-keys")));
    const made = makeMessageKey({
      p256dh: Buffer.from(p256dh, "base64url"),
      auth: Buffer.from(auth, "base64url"),
    });
    return made.outcome === "made" ? made.key : undefined;
  } catch {
    return undefined;
  }
}

/** As `messageKeyFor`, sealed, to be put by. */
export function sealedKeyFor(secrets: Secrets, keysEncrypted: Buffer): Buffer | undefined {
  const key = messageKeyFor(secrets, keysEncrypted);
  return key && secrets.seal(packMessageKey(key), "message-key");
}

/** What was put by; undefined when it was sealed with a secret key that is not here any more. */
export function openSealedKey(secrets: Secrets, sealed: Buffer): MessageKey | undefined {
  try {
    return unpackMessageKey(secrets.open(sealed, "message-key"));
  } catch {
    return undefined;
  }
}
