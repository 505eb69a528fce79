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

/** What a message carried that asks the device to confirm its subscription. */
export type Confirmation = z.infer<typeof Confirm>;

/** What a person sees of a Declarative Web Push message. */
export type ShownNotification = z.infer<typeof Notification>;

/** One person's browser: it has keys, and it keeps what reaches it. */
export interface UserAgent {
  subscription: SubscriptionJson;
  /** What messages carried that ask for confirmation, oldest first. They count as none of the `received`, and are not `shown`. */
  readonly confirmations: readonly Confirmation[];
  /** Every other message that could be decrypted, oldest first. */
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
const Confirm = z.object({ id: z.string(), code: z.string() });
const Confirming = z.object({ notification: z.object({ data: z.object({ confirm: Confirm }) }) });
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
  const confirmations: Confirmation[] = [];
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
        const confirm = Confirming.safeParse(readJson(text)).data?.notification.data.confirm;
        if (confirm) confirmations.push(confirm);
        else received.push({ ...message, text, bytes });
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
    get confirmations() {
      open();
      return confirmations;
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
        const notification = DeclarativePush.safeParse(readJson(message.text)).data?.notification;
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

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
