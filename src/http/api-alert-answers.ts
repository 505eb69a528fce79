import * as z from "zod";
import { AlertContent } from "../domain/alert-content.ts";
import { DELIVERY_STATES } from "../domain/delivery-state.ts";
import { MsgType } from "./api-review-answers.ts";

const instant = z.iso.datetime();

export const AlertRevision = z.object({
  id: z.uuid().describe("Id of the alert; the same for all its revisions."),
  revision: z.int().describe("Goes up with every revision; numbers may be left out."),
  status: z
    .enum(["Actual", "Exercise", "Test"])
    .describe("CAP 1.2 status. Only Actual is about real samples."),
  msgType: MsgType.describe("CAP 1.2 msgType: the first word, a later word, or the withdrawal."),
  state: z
    .enum(["published", "superseded", "withdrawn", "expired"])
    .describe("superseded and withdrawn: by the revision `supersededBy`."),
  isCurrent: z
    .boolean()
    .describe(
      "Whether people should act on it now. A withdrawal is published too, and is nothing to act on.",
    ),
  firstPublishedAt: instant.describe("When the alert was first published."),
  publishedAt: instant.describe("When this revision was published."),
  expiresAt: instant.describe("Until when it holds."),
  updatedAt: instant.describe("When it last changed: published, superseded, withdrawn or expired."),
  supersededBy: z.int().optional().describe("The revision that took its place. Left out: there is none."),
  url: z.url().describe("The page about it, for people."),
  ...AlertContent.shape,
});

export const AlertsList = z.object({
  alerts: z.array(AlertRevision),
  nextCursor: z
    .string()
    .nullable()
    .describe("For the next page, as `cursor`; null on the last one. The same stands in the `Link` header."),
});

export const AlertWithHistory = AlertRevision.extend({
  earlier: z.array(AlertRevision).describe("The revisions before it, newest first."),
});

const counts = Object.fromEntries(DELIVERY_STATES.map((state) => [state, z.int()])) as Record<
  (typeof DELIVERY_STATES)[number],
  z.ZodInt
>;

export const AlertDeliveries = z.object({
  alertId: z.uuid(),
  revisions: z
    .array(
      z.object({
        revision: z.int(),
        startedAt: instant,
        expandedAt: instant.optional().describe("Left out: subscriptions are still being asked."),
        stopped: z.object({ at: instant, because: z.string() }).optional(),
        intended: z.int().describe("The sum of the six that follow."),
        ...counts,
        firstAcceptedAt: instant.optional(),
        lastAcceptedAt: instant.optional(),
        pushServices: z.array(z.object({ name: z.string(), ...counts })),
      }),
    )
    .describe("Newest first."),
});
