import type { AlertContent } from "./alert-content.ts";
import type { AlertState, MsgType } from "./alert-state.ts";
import type { Level } from "./level.ts";
import type { TextRemark } from "./lint-text.ts";

/** One line of the review queue. */
export interface QueueEntry {
  alertId: string;
  revision: number;
  msgType: MsgType;
  state: AlertState;
  content: AlertContent;
  draftedAt: Date;
  approvals: number;
  approvalsNeeded: 1 | 2;
  /** The newest result behind it is older than 30 days: for learning from, not for publishing. */
  isHistory: boolean;
  attention: string | undefined;
}

export interface RevisionUnderReview {
  revision: number;
  msgType: MsgType;
  state: AlertState;
  content: AlertContent;
  /** SHA-256 of the canonical content, hex; approvals name it. */
  contentHash: string;
  /** What to change in its words; those that are refused come first within a language. */
  textRemarks: TextRemark[];
  draftedLevel: Level;
  draftedAt: Date;
  editedBy: string | undefined;
  approvals: { reviewer: string; at: Date }[];
  approvalsNeeded: 1 | 2;
  publishedAt: Date | undefined;
  expiresAt: Date | undefined;
  closedReason: string | undefined;
}

export interface Evidence {
  sampleId: string;
  sampleCode: string;
  revision: number;
  area: string;
  resultAt: Date;
  expectedName: string | undefined;
  form: string;
  colour: string | undefined;
  logo: string | undefined;
  findings: { name: string; presence: string; amount: string; method: string }[];
  matches: {
    ruleId: string;
    packId: string;
    packVersion: string;
    packStatus: string;
    level: Level;
    reason: string;
  }[];
  decision: string;
}

/** Everything that a reviewer sees of one alert. Revisions are newest first. */
export interface AlertUnderReview {
  alertId: string;
  isHistory: boolean;
  attention: string | undefined;
  revisions: RevisionUnderReview[];
  evidence: Evidence[];
}
