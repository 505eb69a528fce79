import * as z from "zod";
import { WebhookSecret } from "../domain/webhook-secret.ts";
import type { Secrets } from "../secrets.ts";

/**
 * Where a subscription's messages go, and what they are encrypted or signed with: stored sealed, in one piece, because opening
 * is what costs. `endpoint`: an absolute address.
 */
const PushAddress = z.strictObject({ endpoint: z.string(), p256dh: z.string(), auth: z.string() });
const WebhookAddress = z.strictObject({ endpoint: z.string(), secrets: z.array(WebhookSecret) });
export type PushAddress = z.infer<typeof PushAddress>;
export type WebhookAddress = z.infer<typeof WebhookAddress>;

const CONTEXT = "subscription-address";

export const sealAddress = (secrets: Secrets, address: PushAddress | WebhookAddress): Buffer =>
  secrets.encrypt(JSON.stringify(address), CONTEXT);

/** Throws when no key that is here opens it, or when it is no address of either kind. */
export const openAddress = (secrets: Secrets, sealed: Buffer): PushAddress | WebhookAddress =>
  z.union([PushAddress, WebhookAddress]).parse(readAddress(secrets, sealed));

/** Undefined when it cannot be read: one subscription's fault, which must not hold up the others. */
export const openPushAddress = (secrets: Secrets, sealed: Buffer): PushAddress | undefined =>
  openOne(secrets, sealed, PushAddress);

/** As `openPushAddress`. */
export const openWebhookAddress = (secrets: Secrets, sealed: Buffer): WebhookAddress | undefined =>
  openOne(secrets, sealed, WebhookAddress);

function openOne<T>(secrets: Secrets, sealed: Buffer, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.safeParse(readAddress(secrets, sealed)).data;
  } catch {
    return undefined;
  }
}

const readAddress = (secrets: Secrets, sealed: Buffer): unknown =>
  JSON.parse(secrets.decrypt(sealed, CONTEXT));
