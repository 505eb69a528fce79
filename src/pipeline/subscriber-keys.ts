import type { Secrets } from "../secrets.ts";
import { makeMessageKey } from "../web-push/make-message-key.ts";
import { type MessageKey, packMessageKey, PACKED_BYTES, unpackMessageKey } from "../web-push/message-key.ts";
import { openPushAddress } from "./subscriber-address.ts";

/** All that one message to one subscriber needs besides its text. */
export interface Addressed {
  endpoint: string;
  key: MessageKey;
}

/** Makes it from what was stored; undefined when that cannot be read or used. */
export function addressMessage(secrets: Secrets, addressSealed: Buffer): Addressed | undefined {
  const address = openPushAddress(secrets, addressSealed);
  if (!address) return undefined;
  const made = makeMessageKey({
    p256dh: Buffer.from(address.p256dh, "base64url"),
    auth: Buffer.from(address.auth, "base64url"),
  });
  return made.outcome === "made" ? { endpoint: address.endpoint, key: made.key } : undefined;
}

/** As `addressMessage`, sealed in one piece, to be put by. */
export function sealedKeyFor(secrets: Secrets, addressSealed: Buffer): Buffer | undefined {
  const made = addressMessage(secrets, addressSealed);
  return (
    made && secrets.seal(Buffer.concat([packMessageKey(made.key), Buffer.from(made.endpoint)]), "message-key")
  );
}

/** What was put by; undefined when it was sealed with a secret key that is not here any more. */
export function openSealedKey(secrets: Secrets, sealed: Buffer): Addressed | undefined {
  try {
    const opened = secrets.open(sealed, "message-key");
    return {
      key: unpackMessageKey(opened.subarray(0, PACKED_BYTES)),
      endpoint: opened.toString("utf8", PACKED_BYTES),
    };
  } catch {
    return undefined;
  }
}
