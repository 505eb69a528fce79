import type { AlertContent } from "../../src/domain/alert-content.ts";
import type { ListedInvitation } from "../../src/domain/invitation.ts";
import type { PublishedAlert } from "../../src/domain/published-alert.ts";
import type { AlertUnderReview, Evidence, QueueEntry, RevisionUnderReview } from "../../src/domain/review.ts";
import type { Site } from "../../src/render/site.ts";

/** The moment at which pages and feeds are rendered. */
export const NOW = new Date("2026-07-04T22:15:00Z");

export const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
export const daysAgo = (days: number): Date => minutesAgo(days * 24 * 60);

export const SITE: Site = {
  name: "Tocsin",
  url: "https://alerts.example.org",
  language: "en",
  status: "Actual",
};

export const ALERT_ID = "0197d7a0-0000-7000-8000-000000000001";

/** Content that names nothing real: an invented tablet in a real region. */
export const aContent = (changes: Partial<AlertContent> = {}): AlertContent => ({
  audience: "public",
  level: "warning",
  grade: "confirmed-quantity",
  substance: { id: "mdma", name: "MDMA" },
  substanceClasses: ["stimulant"],
  expectedName: "ecstasy",
  form: "tablet",
  appearance: "Blue tablet, diamond shape, imprint of a bell",
  area: { code: "PL-14", name: "Mazowieckie", path: ["PL-14", "PL"] },
  samples: 1,
  resultsFrom: "2026-07-03",
  resultsTo: "2026-07-04",
  reasons: [
    "MDMA 245 mg per tablet, above 200 mg (saferparty.ch warning levels, warning level); method GC-MS, confirmed quantity",
  ],
  methods: ["laboratory analysis (GC-MS)"],
  sender: "Invented Drug Checking Service",
  thresholdNotAdopted: false,
  expiresAfterDays: 14,
  texts: {
    en: {
      headline: "Take no more than a quarter: blue bell tablets sold as ecstasy with 245 mg MDMA",
      push: "Take no more than a quarter. Blue bell tablets hold 245 mg MDMA, about twice a high dose. Wait two hours.",
      summary:
        "A tablet sold as ecstasy held 245 mg of MDMA. That is about twice what is usual for one person.\nDanger signs: overheating, cramps, confusion, a racing heart, fits.",
      instruction:
        "Do not take a whole tablet. A quarter can be enough.\nWait at least two hours before you take any more.\nDrink about a glass of water an hour, cool down, take breaks.\nDo not mix with other drugs or alcohol.\nIf somebody overheats, is confused or has a fit, call 112 and stay with them.",
    },
  },
  ...changes,
});

export const anAlert = (
  changes: Partial<PublishedAlert> = {},
  content: Partial<AlertContent> = {},
): PublishedAlert => ({
  alertId: ALERT_ID,
  revision: 1,
  msgType: "Alert",
  state: "published",
  content: aContent(content),
  firstPublishedAt: minutesAgo(190),
  publishedAt: minutesAgo(190),
  expiresAt: new Date("2026-07-18T19:05:00Z"),
  ...changes,
});

export const aWithdrawal = (changes: Partial<PublishedAlert> = {}): PublishedAlert =>
  anAlert(
    { revision: 2, msgType: "Cancel", publishedAt: minutesAgo(20), ...changes },
    { withdrawnBecause: "the laboratory had exchanged two samples" },
  );

export const aQueueEntry = (
  changes: Partial<QueueEntry> = {},
  content: Partial<AlertContent> = {},
): QueueEntry => ({
  alertId: ALERT_ID,
  revision: 1,
  msgType: "Alert",
  state: "in-review",
  content: aContent(content),
  draftedAt: minutesAgo(25),
  approvals: 0,
  approvalsNeeded: 1,
  isHistory: false,
  attention: undefined,
  ...changes,
});

export const aRevision = (
  changes: Partial<RevisionUnderReview> = {},
  content: Partial<AlertContent> = {},
): RevisionUnderReview => ({
  revision: 1,
  msgType: "Alert",
  state: "in-review",
  content: aContent(content),
  contentHash: "a".repeat(64),
  textRemarks: [],
  draftedLevel: content.level ?? "warning",
  draftedAt: minutesAgo(25),
  editedBy: undefined,
  approvals: [],
  approvalsNeeded: 1,
  publishedAt: undefined,
  expiresAt: undefined,
  closedReason: undefined,
  ...changes,
});

export const anEvidence = (changes: Partial<Evidence> = {}): Evidence => ({
  sampleId: "0197d7a0-0000-7000-8000-0000000000aa",
  sampleCode: "A-17",
  revision: 1,
  area: "Mazowieckie",
  resultAt: minutesAgo(40),
  expectedName: "ecstasy",
  form: "tablet",
  colour: "blue",
  logo: "bell",
  findings: [
    { name: "MDMA", presence: "detected", amount: "245 mg (as salt)", method: "GC-MS" },
    { name: "caffeine", presence: "detected", amount: "", method: "GC-MS" },
    { name: "PMMA", presence: "not detected", amount: "", method: "GC-MS" },
  ],
  matches: [
    {
      ruleId: "mdma-tablet-warning",
      packId: "ch-saferparty",
      packVersion: "2026-01",
      packStatus: "adopted",
      level: "warning",
      reason:
        "MDMA 245 mg per tablet, above 200 mg (saferparty.ch warning levels, warning level); method GC-MS, confirmed quantity",
    },
    {
      ruleId: "unexpected-psychoactive",
      packId: "mismatch",
      packVersion: "2026-01",
      packStatus: "proposed",
      level: "caution",
      reason: "caffeine detected in a sample expected to be ecstasy",
    },
  ],
  decision: "opened: first of its group",
  ...changes,
});

export const anInvitation = (changes: Partial<ListedInvitation> = {}): ListedInvitation => ({
  id: "0197d7a0-0000-7000-8000-0000000000bb",
  name: "Saturday crew",
  organisation: "Night Owl",
  createdBy: "Ola",
  createdAt: daysAgo(2),
  expiresAt: new Date("2026-07-18T19:05:00Z"),
  uses: 3,
  mostUses: 20,
  revokedAt: undefined,
  isUsable: true,
  ...changes,
});

export const anAlertUnderReview = (changes: Partial<AlertUnderReview> = {}): AlertUnderReview => ({
  alertId: ALERT_ID,
  isHistory: false,
  attention: undefined,
  revisions: [aRevision()],
  evidence: [anEvidence()],
  ...changes,
});
