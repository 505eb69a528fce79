import type { HttpSender } from "../adapters/post-once.ts";
import { postWebPush } from "../adapters/post-web-push.ts";
import { readEndpoint } from "../adapters/read-endpoint.ts";
import type { AttemptOutcome } from "../domain/delivery-outcome.ts";
import { pushServiceOf } from "../domain/push-endpoint.ts";
import { PUSH_MESSAGE_BYTES } from "../render/push-message.ts";
import type { Secrets } from "../secrets.ts";
import { encryptMessage } from "../web-push/encrypt-message.ts";
import type { VapidTokens } from "../web-push/vapid-token.ts";
import { type Addressed, addressMessage, openSealedKey } from "./subscriber-keys.ts";

/** For push services that say that this is too large. */
const MINIMAL_MESSAGE_BYTES = 512;

export interface WebPushDeps {
  sender: HttpSender;
  secrets: Secrets;
  vapidTokens: VapidTokens;
  /** Test hosts that the operator named. */
  localOrigins: readonly string[];
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
  addressSealed: Buffer;
  vapidKeyId: string | null;
  sealedKey: Buffer | undefined;
}

/** Encrypts (RFC 8291) and posts one message; when it is too large, once more with hardly a word. */
export async function sendWebPush(deps: WebPushDeps, to: PushTo, push: PushText): Promise<AttemptOutcome> {
  const { secrets } = deps;
  const made = to.sealedKey && openSealedKey(secrets, to.sealedKey);
  const outcome = await attempt(
    deps,
    made ?? addressMessage(secrets, to.addressSealed),
    to.vapidKeyId,
    push,
    PUSH_MESSAGE_BYTES,
  );
  if (outcome.outcome !== "too-large") return outcome;
  const again = addressMessage(secrets, to.addressSealed);
  return attempt(deps, again, to.vapidKeyId, { ...push, text: push.minimal }, MINIMAL_MESSAGE_BYTES);
}

async function attempt(
  deps: WebPushDeps,
  to: Addressed | undefined,
  vapidKeyId: string | null,
  push: PushText,
  paddedBytes: number,
): Promise<AttemptOutcome> {
  const endpoint = to && readEndpoint(to.endpoint);
  // Asked again at every message: the list of push services may have changed since somebody subscribed.
  if (!endpoint || pushServiceOf(endpoint.server, deps.localOrigins) === undefined)
    return { outcome: "bug", why: "what was stored of this subscription cannot be used" };
  const authorization = deps.vapidTokens.authorization(vapidKeyId ?? "", endpoint.origin);
  if (authorization === undefined)
    // Made since this process has started: it knows it from its next start on.
    return {
      outcome: "transient",
      why: "the application server key is not known yet",
      retryAfterSeconds: undefined,
    };
  const body = encryptMessage(to.key, push.text, paddedBytes);
  const { hostname } = endpoint.server;
  return postWebPush(
    deps.sender,
    { ...push, endpoint: to.endpoint, hostname, body, authorization },
    deps.now(),
  );
}

/** 32 characters that say nothing: a message under way is replaced by a later one about the same. */
export const pushTopic = (secrets: Secrets, about: string): string =>
  secrets.keyedHash(about, "push-topic").subarray(0, 24).toString("base64url");
