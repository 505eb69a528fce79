import * as z from "zod";

/** How strongly we speak, weakest first. Source: saferparty.ch warning levels, plus "red" for what must reach everyone at once. */
export const LEVELS = ["information", "caution", "warning", "red"] as const;
export const Level = z.enum(LEVELS);
export type Level = z.infer<typeof Level>;

export const rankOf = (level: Level): number => LEVELS.indexOf(level);

/** The stronger of two levels. */
export const higherLevel = (a: Level, b: Level): Level => (rankOf(a) >= rankOf(b) ? a : b);

interface LevelTerms {
  /** CAP 1.2 `severity`. */
  severity: "Minor" | "Moderate" | "Severe" | "Extreme";
  /** RFC 8030 `Urgency`. */
  urgency: "low" | "normal" | "high";
  /** Longest time a push service may keep the message, in seconds. */
  maxTtlSeconds: number;
  /** People who must approve exactly the same content before it is published. */
  approvals: 1 | 2;
  /** Days after publication at which the alert expires unless it is renewed. */
  expiresAfterDays: number;
}

/** The one place where a level is turned into what other systems call it. */
export const LEVEL_TERMS: Record<Level, LevelTerms> = {
  information: {
    severity: "Minor",
    urgency: "low",
    maxTtlSeconds: 4 * 3600,
    approvals: 1,
    expiresAfterDays: 30,
  },
  caution: {
    severity: "Moderate",
    urgency: "normal",
    maxTtlSeconds: 24 * 3600,
    approvals: 1,
    expiresAfterDays: 30,
  },
  warning: {
    severity: "Severe",
    urgency: "high",
    maxTtlSeconds: 24 * 3600,
    approvals: 1,
    expiresAfterDays: 14,
  },
  red: { severity: "Extreme", urgency: "high", maxTtlSeconds: 48 * 3600, approvals: 2, expiresAfterDays: 7 },
};
