import type { HttpSender } from "../adapters/post-once.ts";
import { postWebPush } from "../adapters/post-web-push.ts";
import type { AttemptOutcome } from "../domain/delivery-outcome.ts";
import { PUSH_MESSAGE_BYTES } from "../render/push-message.ts";
import type { Secrets } from "../secrets.ts";
import { encryptMessage } from "../web-push/encrypt-message.ts";
import { makeMessageKey } from "../web-push/make-message-key.ts";
import { unpackMessageKey, type MessageKey } from "../web-push/message-key.ts";
import type { VapidTokens } from "../web-push/vapid-token.ts";
import { readSubscriberKeys } from "./subscriber-keys.ts";

/** For push services that say that this is too large. */
const MINIMAL_MESSAGE_BYTES = 512;

export interface WebPushDeps {
  sender: HttpSender;
  secrets: Secrets;
  vapidTokens: VapidTokens;
  now: () => Date;
}

/** What is said, the same for everybody with one language. */
export interface PushText {
  text: Uint8Array;
  /** Hardly more than where to look, for when the whole is too large. */
  minimal: Uint8Array;
  ttlSeconds: number;
  urgency: string;
  topic: string;
}

/** Who it is for. `sealedKey`: what was made ahead for this one message. */
export interface PushTo {
  endpoint: URL;
  keysEncrypted: Buffer;
  vapidKeyId: string | null;
  sealedKey: Buffer | undefined;
}

/** Encrypts (RFC 8291) and posts one message; when it is too large, once more with hardly a word. */
export async function sendWebPush(deps: WebPushDeps, to: PushTo, push: PushText): Promise<AttemptOutcome> {
  const authorization = deps.vapidTokens.authorization(to.vapidKeyId ?? "", to.endpoint.origin);
  if (authorization === undefined)
    // Made since this process has started: it knows it from its next start on.
    return {
      outcome: "transient",
      why: "the application server key is not known yet",
      retryAfterSeconds: undefined,
    };
  const attempt = async (text: Uint8Array, bytes: number, sealedKey?: Buffer): Promise<AttemptOutcome> => {
    const key = openKey(deps.secrets, sealedKey) ?? freshKey(deps.secrets, to);
    if (!key) return { outcome: "bug", why: "the keys of this subscription cannot be used" };
    const body = encryptMessage(key, text, bytes);
    return postWebPush(deps.sender, { ...push, endpoint: to.endpoint, body, authorization }, deps.now());
  };
  const outcome = await attempt(push.text, PUSH_MESSAGE_BYTES, to.sealedKey);
  return outcome.outcome === "too-large" ? attempt(push.minimal, MINIMAL_MESSAGE_BYTES) : outcome;
}

/** Undefined when it was sealed with a key that is not here any more: then one is made on the spot. */
function openKey(secrets: Secrets, sealed: Buffer | undefined): MessageKey | undefined {
  if (!sealed) return undefined;
  try {
    return unpackMessageKey(secrets.open(sealed, "message-key"));
  } catch {
    return undefined;
  }
}

/** Undefined when the keys cannot be read or used: one subscription's fault, which must not hold up the others'. */
function freshKey(secrets: Secrets, { keysEncrypted }: PushTo): MessageKey | undefined {
  try {
    const made = makeMessageKey(readSubscriberKeys(secrets, keysEncrypted));
    return made.outcome === "made" ? made.key : undefined;
  } catch {
    return undefined;
  }
}
