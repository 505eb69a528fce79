import * as z from "zod";
import { DELIVERY_STATES } from "../domain/delivery-state.ts";
import { StoredInterest } from "./api-subscription-answers.ts";

const instant = z.iso.datetime();
const secret = z.string().describe("whsec_…, as Standard Webhooks writes it. Shown once.");

export const WebhookReceipt = z.object({
  id: z.uuid(),
  managementToken: z.string().describe("Also manages it at /v1/subscriptions/{id}. Shown once."),
  secret,
});

export const StoredWebhook = z.object({
  id: z.uuid(),
  url: z.string().nullable().describe("Null when no key that is in use opens it."),
  interest: StoredInterest,
  createdAt: instant,
  confirmedAt: instant
    .nullable()
    .describe("Null: it has not answered its challenge, and is sent nothing else."),
  lastChallenge: z.string().nullable().describe("Why the newest challenge was not answered."),
  endedAt: instant.nullable(),
  endedReason: z.string().nullable(),
  signingSecrets: z.int().describe("How many secrets sign at present."),
});
export const Webhooks = z.object({ webhooks: z.array(StoredWebhook) });
export const Challenge = z.object({ outcome: z.literal("sending") });

export const NewSecret = z.object({
  secret,
  formerSignUntil: instant.describe("Until then the former secrets sign too."),
});

export const WebhookDeliveries = z.object({
  deliveries: z
    .array(
      z.object({
        webhookId: z.string().describe("The header webhook-id; the same on every attempt."),
        alertId: z.uuid(),
        revision: z.int(),
        state: z.enum(DELIVERY_STATES),
        attempts: z.int(),
        lastAnswer: z.string().nullable().describe("What came of the last attempt that was not accepted."),
        intendedAt: instant,
        replayedAt: instant.nullable(),
        dueAt: instant.nullable().describe("When it is tried next; null when it has ended."),
        finishedAt: instant.nullable(),
      }),
    )
    .describe("Newest first, at most 100. Holds nothing of what was said on either side."),
});
export const Replay = z.object({ outcome: z.literal("queued"), webhookId: z.string() });
