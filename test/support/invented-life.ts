import * as fc from "fast-check";
import type { AlertContent } from "../../src/domain/alert-content.ts";
import type { PublishedAlert } from "../../src/domain/published-alert.ts";
import { aContent, NOW } from "./invented-alerts.ts";

/** What people and the clock do to alerts. */
export type Step =
  | { kind: "publish"; content: Partial<AlertContent> }
  | { kind: "update"; which: number; content: Partial<AlertContent> }
  | { kind: "withdraw"; which: number }
  | { kind: "wait"; days: number };

const AREAS: AlertContent["area"][] = [
  { code: "PL-14", name: "Mazowieckie", path: ["PL-14", "PL"] },
  { code: "IE", name: "Ireland", path: ["IE"] },
];

const content = fc.record(
  {
    level: fc.constantFrom("information" as const, "caution" as const, "warning" as const, "red" as const),
    samples: fc.integer({ min: 1, max: 3 }),
    appearance: fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
    expiresAfterDays: fc.constantFrom(7, 14),
    area: fc.constantFrom(...AREAS),
  },
  { requiredKeys: [] },
);
const which = fc.nat({ max: 5 });

export const someLife: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("publish" as const), content }),
    fc.record({ kind: fc.constant("update" as const), which, content }),
    fc.record({ kind: fc.constant("withdraw" as const), which }),
    fc.record({ kind: fc.constant("wait" as const), days: fc.double({ min: 0.01, max: 20, noNaN: true }) }),
  ),
  { minLength: 1, maxLength: 14 },
);

const DAY_MS = 86_400_000;

/** Plays a life as the database keeps it, and calls back after each step with all that was ever published, and the time. */
export function playLife(
  steps: readonly Step[],
  afterStep: (published: readonly PublishedAlert[], now: Date) => void,
): void {
  let published: PublishedAlert[] = [];
  let now = NOW;
  const close = (alertId: string, state: PublishedAlert["state"]) => {
    published = published.map((one) =>
      one.alertId === alertId && one.state === "published" ? { ...one, state } : one,
    );
  };
  const add = (alert: Omit<PublishedAlert, "state" | "publishedAt" | "expiresAt">) =>
    published.push({
      ...alert,
      state: "published",
      publishedAt: now,
      expiresAt: new Date(now.getTime() + alert.content.expiresAfterDays * DAY_MS),
    });
  /** The newest revision of one of the alerts that can still be changed. */
  const open = (index: number) => {
    const live = published.filter(
      ({ state, msgType, expiresAt }) => state === "published" && msgType !== "Cancel" && expiresAt > now,
    );
    return live[index % Math.max(1, live.length)];
  };
  for (const step of steps) {
    now = new Date(now.getTime() + (step.kind === "wait" ? step.days * DAY_MS : 1000));
    if (step.kind === "publish") {
      const alertId = `0197d7a0-0000-7000-8000-${String(published.length).padStart(12, "0")}`;
      add({ alertId, revision: 1, msgType: "Alert", content: aContent(step.content), firstPublishedAt: now });
    }
    const before = "which" in step ? open(step.which) : undefined;
    if (before) {
      close(before.alertId, step.kind === "withdraw" ? "withdrawn" : "superseded");
      // Revision numbers have gaps: drafts that were discarded.
      const next = { ...before, revision: before.revision + 2 };
      if (step.kind === "update")
        add({ ...next, msgType: "Update", content: { ...before.content, ...step.content } });
      else add({ ...next, msgType: "Cancel", content: { ...before.content, withdrawnBecause: "an error" } });
    }
    afterStep(published, now);
  }
}
