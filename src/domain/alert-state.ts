import { higherLevel, type Level, LEVEL_TERMS } from "./level.ts";

/** The life of one revision of an alert. A published revision is never edited: it is superseded, withdrawn or expires. */
export const NEXT_STATES = {
  draft: ["in-review", "discarded"],
  "in-review": ["draft", "published", "discarded"],
  published: ["superseded", "withdrawn", "expired"],
  superseded: [],
  withdrawn: [],
  expired: [],
  discarded: [],
} as const satisfies Record<string, readonly string[]>;

export type AlertState = keyof typeof NEXT_STATES;

/** CAP 1.2 `msgType` of a revision: first word, later word, or the withdrawal. */
export type MsgType = "Alert" | "Update" | "Cancel";

export const isOpen = (state: AlertState): boolean => state === "draft" || state === "in-review";

/**
 * People who must approve the same content. Lowering a red draft to a lesser level takes two people as well,
 * so that nobody alone can talk a red alert down. A withdrawal takes one: stopping something wrong must not wait.
 */
export const approvalsNeeded = (revision: { level: Level; draftedLevel: Level; msgType: MsgType }): 1 | 2 =>
  revision.msgType === "Cancel"
    ? 1
    : LEVEL_TERMS[higherLevel(revision.level, revision.draftedLevel)].approvals;
