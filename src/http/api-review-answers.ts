import * as z from "zod";
import { AlertContent } from "../domain/alert-content.ts";
import { Level } from "../domain/level.ts";

const instant = z.iso.datetime();
const approvalsNeeded = z
  .int()
  .describe("People who must approve exactly the same content: 1, or 2 for red.");

export const MsgType = z.enum(["Alert", "Update", "Cancel"]);
export const RevisionState = z.enum([
  "draft",
  "in-review",
  "published",
  "superseded",
  "withdrawn",
  "expired",
  "discarded",
]);

export const TextRemark = z.object({
  severity: z.enum(["refuse", "warn"]).describe("refuse: it cannot be approved like this. warn: advice."),
  language: z.string().optional().describe("Left out: it is about the looks."),
  field: z.string(),
  words: z.string().describe("The words it is about."),
  because: z.string(),
});

const attention = z.string().optional().describe("Why somebody should look at it again.");
const isHistory = z
  .boolean()
  .describe("The newest result is older than 30 days: for learning from, not for publishing.");

export const Queue = z.object({
  entries: z.array(
    z.object({
      alertId: z.uuid(),
      revision: z.int(),
      msgType: MsgType,
      state: RevisionState,
      content: AlertContent,
      draftedAt: instant,
      approvals: z.int(),
      approvalsNeeded,
      isHistory,
      attention,
    }),
  ),
  historyCount: z.int().describe("Drafts whose newest result is older than 30 days; they are listed apart."),
});

const ReviewedRevision = z.object({
  revision: z.int(),
  msgType: MsgType,
  state: RevisionState,
  content: AlertContent,
  contentHash: z.string().describe("SHA-256 of the content, hexadecimal; an approval names it."),
  textRemarks: z.array(TextRemark),
  draftedLevel: Level,
  draftedAt: instant,
  editedBy: z.string().optional(),
  approvals: z.array(z.object({ reviewer: z.string(), at: instant })),
  approvalsNeeded,
  publishedAt: instant.optional(),
  expiresAt: instant.optional(),
  closedReason: z.string().optional(),
});

const EvidenceSample = z.object({
  sampleId: z.uuid(),
  sampleCode: z.string(),
  revision: z.int(),
  area: z.string(),
  resultAt: instant,
  expectedName: z.string().optional(),
  form: z.string(),
  colour: z.string().optional(),
  logo: z.string().optional(),
  findings: z.array(
    z.object({ name: z.string(), presence: z.string(), amount: z.string(), method: z.string() }),
  ),
  matches: z.array(
    z.object({
      ruleId: z.string(),
      packId: z.string(),
      packVersion: z.string(),
      packStatus: z.string(),
      level: Level,
      reason: z.string(),
    }),
  ),
  decision: z.string(),
});

export const AlertUnderReview = z.object({
  alertId: z.uuid(),
  isHistory,
  attention,
  revisions: z.array(ReviewedRevision).describe("Newest first."),
  evidence: z.array(EvidenceSample).describe("Every sample behind it, newest result first."),
});

export const Edited = z.object({
  outcome: z.literal("edited"),
  contentHash: z.string(),
  remarks: z.array(TextRemark),
});
export const Approved = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("published"), revision: z.int() }),
  z.object({ outcome: z.literal("approved"), approvals: z.int(), approvalsNeeded: z.int() }),
]);
export const Rejected = z.object({ outcome: z.literal("rejected") });
export const Opened = z.object({ outcome: z.literal("opened"), revision: z.int() });
export const Withdrawn = z.object({ outcome: z.literal("withdrawn"), revision: z.int() });
export const Kept = z.object({ outcome: z.literal("kept") });

export const Conflicts = z.object({
  conflicts: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      subjectId: z.uuid().describe("Id of the sample or session that it contradicts."),
      body: z.unknown().describe("What was sent."),
      receivedAt: instant,
    }),
  ),
});
export const Resolved = z.object({ outcome: z.literal("resolved") });

export const Invitations = z.object({
  invitations: z.array(
    z.object({
      id: z.uuid(),
      name: z.string().optional(),
      organisation: z.string(),
      createdBy: z.string().optional().describe("Left out: the operator."),
      createdAt: instant,
      expiresAt: instant,
      uses: z.int(),
      mostUses: z.int(),
      revokedAt: instant.optional(),
      isUsable: z.boolean(),
    }),
  ),
});
export const NewInvitation = z.object({
  id: z.uuid(),
  link: z.string().describe("Shown once. Whoever opens it can subscribe."),
  expiresAt: instant,
  mostUses: z.int(),
});
