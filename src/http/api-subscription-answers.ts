import * as z from "zod";
import { Audience } from "../domain/audience.ts";
import { Level } from "../domain/level.ts";

const instant = z.iso.datetime();
const timeOfDay = z.string().describe("A time of day by a clock in `timeZone`, such as 22:30.");

export const StoredInterest = z.object({
  areas: z.array(z.string()).describe("Codes of areas; none means everywhere."),
  substanceClasses: z.array(z.string()).describe("Ids of substance classes; none means all."),
  levelFloor: Level,
  language: z.string(),
  quietHours: z
    .object({
      from: timeOfDay,
      to: timeOfDay,
      timeZone: z.string().describe("IANA time zone, such as Europe/Warsaw."),
      below: Level,
    })
    .optional()
    .describe("Left out: there are none."),
});

export const SubscriptionReceipt = z.object({
  id: z.uuid(),
  managementToken: z
    .string()
    .describe("Shown once. Whoever has it can read, change and erase this subscription."),
});

export const StoredSubscription = z.object({
  id: z.uuid(),
  channel: z.enum(["web-push", "webhook"]),
  pushService: z.string(),
  applicationServerKeyId: z.string().nullable(),
  audience: Audience,
  organisation: z.string().nullable().describe("Whose invitation it came by, or whose webhook it is."),
  interest: StoredInterest,
  createdAt: instant,
  confirmedAt: instant
    .nullable()
    .describe("Null: the device has not confirmed a first message, and is sent nothing."),
  needsNewSubscription: z
    .boolean()
    .describe("The push service wants one that is made for the present application server key."),
  endedAt: instant.nullable(),
  endedReason: z.string().nullable(),
});

export const ChangedSubscription = z.object({ outcome: z.literal("changed"), interest: StoredInterest });
export const ConfirmedSubscription = z.object({ outcome: z.literal("confirmed"), confirmedAt: instant });
export const TestMessage = z.object({ outcome: z.literal("sending") });
export const ApplicationServerKey = z.object({
  applicationServerKey: z
    .string()
    .describe("Uncompressed P-256 point, base64url; for PushManager.subscribe()."),
});
