import * as z from "zod";
import type { Secrets } from "../secrets.ts";
import type { Subscriber } from "../web-push/derive-message-key.ts";

const Keys = z.object({ p256dh: z.string(), auth: z.string() });

/** A browser's public key and secret as they were stored. Throws when they cannot be read. */
export function readSubscriberKeys(secrets: Secrets, keysEncrypted: Buffer): Subscriber {
  const { p256dh, auth } = Keys.parse(JSON.parse(secrets.decrypt(keysEncrypted, "subscription-keys")));
  return { p256dh: Buffer.from(p256dh, "base64url"), auth: Buffer.from(auth, "base64url") };
}
