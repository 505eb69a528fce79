import { createECDH, randomBytes } from "node:crypto";
import ece from "http_ece";
import { z } from "zod";
import type { PushMessage } from "./check-push-request.ts";

/** What `PushSubscription.toJSON()` gives in a browser; the keys are base64url. */
export interface SubscriptionJson {
  endpoint: string;
  expirationTime: null;
  keys: { p256dh: string; auth: string };
}

/** A message as it arrived, decrypted; `bytes` is the length of the encrypted body. */
export interface ReceivedMessage {
  at: Date;
  text: string;
  ttlSeconds: number;
  urgency: string;
  topic: string | undefined;
  bytes: number;
}

/** What a person sees of a Declarative Web Push message. */
export type ShownNotification = z.infer<typeof Notification>;

/** One person's browser: it has keys, and it keeps what reaches it. */
export interface UserAgent {
  subscription: SubscriptionJson;
  /** Every message that could be decrypted, oldest first. */
  readonly received: readonly ReceivedMessage[];
  /** Every message that could not: a fault of the sender that no push service notices. */
  readonly undecryptable: readonly { at: Date; bytes: number; reason: string }[];
  /** The notifications on the screen: one for each `tag`, the later in place of the earlier; newest last. */
  shown(): ShownNotification[];
}

const Notification = z.looseObject({
  title: z.string(),
  navigate: z.string(),
  body: z.string().optional(),
  tag: z.string().optional(),
  lang: z.string().optional(),
});
const DeclarativePush = z.looseObject({ web_push: z.literal(8030), notification: Notification });

/**
 * Makes the user agent behind `endpoint`, with a P-256 key pair and a 16-byte secret of its own.
 * Messages are decrypted by `http_ece`, so what is read here was not read by the sender's code.
 */
export function createUserAgent(endpoint: string): {
  userAgent: UserAgent;
  deliver: (message: PushMessage) => void;
} {
  const privateKey = createECDH("prime256v1");
  const p256dh = privateKey.generateKeys("base64url");
  const authSecret = randomBytes(16);
  const sealed: PushMessage[] = [];
  const received: ReceivedMessage[] = [];
  const undecryptable: { at: Date; bytes: number; reason: string }[] = [];

  // Decrypting waits until somebody looks, so that it takes no time from a measured fan-out.
  const open = () => {
    for (const { body, ...message } of sealed.splice(0)) {
      const bytes = body.length;
      try {
        const text =
          bytes === 0
            ? ""
            : ece.decrypt(body, { version: "aes128gcm", privateKey, authSecret }).toString("utf8");
        received.push({ ...message, text, bytes });
      } catch (error) {
        undecryptable.push({
          at: message.at,
          bytes,
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    }
  };

  const userAgent: UserAgent = {
    subscription: {
      endpoint,
      expirationTime: null,
      keys: { p256dh, auth: authSecret.toString("base64url") },
    },
    get received() {
      open();
      return received;
    },
    get undecryptable() {
      open();
      return undecryptable;
    },
    shown() {
      const screen = new Map<unknown, ShownNotification>();
      for (const message of userAgent.received) {
        const notification = readNotification(message.text);
        if (notification === undefined) continue;
        const place = notification.tag ?? message; // without a tag each stands for itself
        screen.delete(place);
        screen.set(place, notification);
      }
      return [...screen.values()];
    },
  };
  return { userAgent, deliver: (message) => void sealed.push(message) };
}

function readNotification(text: string): ShownNotification | undefined {
  try {
    return DeclarativePush.safeParse(JSON.parse(text)).data?.notification;
  } catch {
    return undefined;
  }
}
