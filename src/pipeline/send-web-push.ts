import type { HttpSender } from "../adapters/post-once.ts";
import { postWebPush } from "../adapters/post-web-push.ts";
import type { AttemptOutcome } from "../domain/delivery-outcome.ts";
import { PUSH_MESSAGE_BYTES } from "../render/push-message.ts";
import type { Secrets } from "../secrets.ts";
import { encryptMessage } from "../web-push/encrypt-message.ts";
import type { VapidTokens } from "../web-push/vapid-token.ts";
import { messageKeyFor, openSealedKey } from "./subscriber-keys.ts";

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
    const made = sealedKey && openSealedKey(deps.secrets, sealedKey);
    const key = made ?? messageKeyFor(deps.secrets, to.keysEncrypted);
    if (!key) return { outcome: "bug", why: "the keys of this subscription cannot be used" };
    const body = encryptMessage(key, text, bytes);
    return postWebPush(deps.sender, { ...push, endpoint: to.endpoint, body, authorization }, deps.now());
  };
  const outcome = await attempt(push.text, PUSH_MESSAGE_BYTES, to.sealedKey);
  return outcome.outcome === "too-large" ? attempt(push.minimal, MINIMAL_MESSAGE_BYTES) : outcome;
}

/** 32 characters that say nothing: a message under way is replaced by a later one about the same. */
export const pushTopic = (secrets: Secrets, about: string): string =>
  secrets.keyedHash(about, "push-topic").subarray(0, 24).toString("base64url");
