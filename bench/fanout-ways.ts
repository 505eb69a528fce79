import { Agent as HttpsAgent } from "node:https";
import { Pool } from "undici";
import webpush from "web-push";
import { openHttpSender } from "../src/adapters/post-once.ts";
import type { AttemptOutcome } from "../src/domain/delivery-outcome.ts";
import type { VapidKey } from "../src/identity/vapid-keys.ts";
import { sendWebPush } from "../src/pipeline/send-web-push.ts";
import { sealAddress } from "../src/pipeline/subscriber-address.ts";
import { sealedKeyFor } from "../src/pipeline/subscriber-keys.ts";
import { PUSH_MESSAGE_BYTES } from "../src/render/push-message.ts";
import { openSecrets } from "../src/secrets.ts";
import { openVapidTokens } from "../src/web-push/vapid-token.ts";
import { BARE_PATH, endpointOf, type Subscriber, subscriberNumber } from "./fanout-subscribers.ts";

export const WAYS = ["webPush", "fresh", "prepared", "bareExchange"] as const;
/**
 * - `webPush`: `sendNotification` of npm web-push over connections that are kept alive.
 * - `fresh`: as the product sends when nothing was made ahead, from the encrypted columns to the answer.
 * - `prepared`: the same with the key of each message made ahead.
 * - `bareExchange`: a body that is always the same, by undici's barest interface: what no sender over undici can beat.
 */
export type Way = (typeof WAYS)[number];

export interface WaySetup {
  way: Way;
  origin: string;
  subscribers: readonly Subscriber[];
  vapid: VapidKey;
}

/** Prepares the message to subscription number n, untimed; what it gives sends it and throws when it is not accepted. */
export type Prepare = (number: number) => () => Promise<void>;

const CONTACT = "mailto:bench@tocsin.example.org";
const TTL_SECONDS = 3_600;
const TOPIC = "abcdefghijklmnopqrstuvwxyz012345";
const BODY_BYTES = PUSH_MESSAGE_BYTES + 103;
const TEXT = JSON.stringify({
  web_push: 8030,
  notification: {
    title: "Drug alerts",
    tag: "alert-0197d7a0-0000-7000-8000-000000000001",
    navigate: "https://alerts.example.org/alerts/0197d7a0-0000-7000-8000-000000000001",
    body: "Invented: tablets sold as alprazolam contain a nitazene. Overdose is possible from one tablet.",
    lang: "en",
    silent: false,
    data: { level: "red", revision: 1, msgType: "Alert" },
  },
});

/** `atOnce`: messages in flight, and connections. */
export function openWay(setup: WaySetup, atOnce: number): Prepare {
  switch (setup.way) {
    case "webPush":
      return webPushWay(setup, atOnce);
    case "fresh":
    case "prepared":
      return ownWay(setup);
    case "bareExchange":
      return bareWay(setup, atOnce);
  }
}

function webPushWay({ origin, subscribers, vapid }: WaySetup, atOnce: number): Prepare {
  const options = {
    vapidDetails: { subject: CONTACT, publicKey: vapid.publicKey, privateKey: vapid.privateKey },
    TTL: TTL_SECONDS,
    urgency: "high" as const,
    topic: TOPIC,
    agent: new HttpsAgent({ keepAlive: true, maxSockets: atOnce }),
  };
  // Bodies as long as our own, so that the same bytes travel.
  const payload = TEXT.padEnd(PUSH_MESSAGE_BYTES);
  return (number) => {
    const { p256dh, auth } = subscriberNumber(subscribers, number);
    const subscription = { endpoint: endpointOf(origin, number), keys: { p256dh, auth } };
    return async () => void (await webpush.sendNotification(subscription, payload, options));
  };
}

function ownWay({ way, ...setup }: WaySetup): Prepare {
  const prepare = openOwnWay(setup, [setup.origin]);
  return (number) => {
    const send = prepare(setup.origin, number, way === "prepared");
    return async () => {
      const { outcome } = await send();
      if (outcome !== "accepted") throw new Error(`A message was not accepted: ${outcome}`);
    };
  };
}

/**
 * The product's own way to any of these push services. What it gives prepares the message to a subscription number there,
 * untimed, with its key made ahead or not.
 */
export function openOwnWay(
  { subscribers, vapid }: Omit<WaySetup, "way" | "origin">,
  origins: readonly string[],
): (origin: string, number: number, isKeyMadeAhead: boolean) => () => Promise<AttemptOutcome> {
  const secrets = openSecrets(Buffer.alloc(32, 7));
  const now = () => new Date();
  const deps = {
    sender: openHttpSender(origins),
    secrets,
    vapidTokens: openVapidTokens({ keys: [vapid], contact: CONTACT, now }),
    localOrigins: origins,
    now,
  };
  const text = Buffer.from(TEXT);
  const push = { text, minimal: text, ttlSeconds: TTL_SECONDS, urgency: "high", topic: TOPIC };
  return (origin, number, isKeyMadeAhead) => {
    const { p256dh, auth } = subscriberNumber(subscribers, number);
    const addressSealed = sealAddress(secrets, { endpoint: endpointOf(origin, number), p256dh, auth });
    const sealedKey = isKeyMadeAhead ? sealedKeyFor(secrets, addressSealed) : undefined;
    return () => sendWebPush(deps, { addressSealed, vapidKeyId: vapid.id, sealedKey }, push);
  };
}

function bareWay({ origin }: WaySetup, atOnce: number): Prepare {
  const pool = new Pool(origin, { connections: atOnce, allowH2: false });
  const body = Buffer.alloc(BODY_BYTES, 1);
  const headers = {
    "content-type": "application/octet-stream",
    "content-encoding": "aes128gcm",
    authorization: `vapid ${"t".repeat(330)}`,
    ttl: `${TTL_SECONDS}`,
    urgency: "high",
    topic: TOPIC,
  };
  const send = () =>
    new Promise<void>((resolve, reject) => {
      pool.dispatch(
        { method: "POST", path: BARE_PATH, headers, body },
        {
          onRequestStart: () => {},
          onResponseStart: () => {},
          onResponseData: () => {},
          onResponseEnd: () => resolve(),
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
  return () => send;
}
