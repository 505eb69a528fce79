import { createECDH, randomBytes } from "node:crypto";

/** A browser's keys, base64url. So many subscriptions share one that whoever receives can decrypt every message. */
export interface Subscriber {
  privateKey: string;
  p256dh: string;
  auth: string;
}

const POOL = 64;
/** As long as those of the largest push services. */
const ENDPOINT_TAIL = "/".padEnd(150, "e");

/** Where bodies go that are no messages. */
export const BARE_PATH = `/bare${ENDPOINT_TAIL}`;

/** Makes the keys that all subscriptions of a bench share. */
export const inventSubscribers = (): Subscriber[] =>
  Array.from({ length: POOL }, () => {
    const keys = createECDH("prime256v1");
    const p256dh = keys.generateKeys("base64url");
    return {
      privateKey: keys.getPrivateKey("base64url"),
      p256dh,
      auth: randomBytes(16).toString("base64url"),
    };
  });

export const subscriberNumber = (subscribers: readonly Subscriber[], number: number): Subscriber => {
  const subscriber = subscribers[number % subscribers.length];
  if (!subscriber) throw new Error("There is no subscriber.");
  return subscriber;
};

/** The endpoint of a subscription; its path says which it is. */
export const endpointOf = (origin: string, number: number): string => `${origin}/${number}${ENDPOINT_TAIL}`;

/** Whose endpoint has this path. */
export const subscriberAt = (subscribers: readonly Subscriber[], path: string): Subscriber =>
  subscriberNumber(subscribers, Number.parseInt(path.slice(1), 10));
