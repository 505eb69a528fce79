import * as z from "zod";

/** The answers of the API, as far as the demo reads them. */

export const Subscribed = z.object({ id: z.string() });
export const Confirmed = z.object({ outcome: z.literal("confirmed") });
export const WebhookStanding = z.object({ confirmedAt: z.string().nullable() });
export const WebhookRegistered = z.object({ id: z.string(), secret: z.string() });
export const Recorded = z.object({ outcome: z.string(), id: z.string() });
export const Revised = z.object({ outcome: z.string(), revision: z.number() });
export const Batch = z.object({ rows: z.number(), accepted: z.number(), refused: z.number() });

export const Notice = z.object({
  decision: z.enum(["none", "notice", "open", "update", "hold"]),
  reason: z.string(),
  level: z.string().nullable(),
  alertId: z.string().nullable(),
  matches: z.array(z.object({ level: z.string(), reason: z.string() })),
  caveat: z.string(),
});
export type Notice = z.infer<typeof Notice>;
export const SampleWithNotice = z.object({
  sampleCode: z.string(),
  revision: z.number(),
  notice: Notice.nullable(),
});

const Text = z.object({
  headline: z.string(),
  push: z.string(),
  summary: z.string(),
  instruction: z.string(),
});

export const UnderReview = z.object({
  attention: z.string().optional(),
  /** Newest first. */
  revisions: z.array(
    z.object({
      revision: z.number(),
      msgType: z.string(),
      state: z.string(),
      contentHash: z.string(),
      approvalsNeeded: z.number(),
      content: z.object({ level: z.string(), grade: z.string(), texts: z.object({ en: Text }) }),
    }),
  ),
});
export const Edited = z.object({ outcome: z.literal("edited"), contentHash: z.string() });
export const Approval = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("approved"), approvals: z.number(), approvalsNeeded: z.number() }),
  z.object({ outcome: z.literal("published"), revision: z.number() }),
]);
export const Withdrawn = z.object({ outcome: z.literal("withdrawn"), revision: z.number() });

/** What a phone has decrypted. */
export const PushedMessage = z.object({
  notification: z.object({
    title: z.string(),
    body: z.string(),
    tag: z.string(),
    data: z.object({ revision: z.number() }),
  }),
});

/** What a webhook receives. */
export const WebhookPayload = z.object({
  type: z.string(),
  data: z.object({ alertId: z.string(), revision: z.number(), msgType: z.string(), status: z.string() }),
});
