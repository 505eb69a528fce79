import type { Knowledge } from "../../src/domain/knowledge.ts";
import type { MatchingKnowledge } from "../../src/domain/match-sample.ts";
import type { AssessedFinding, AssessedSample } from "../../src/domain/match.ts";
import { matchingKnowledge } from "../../src/domain/matching-knowledge.ts";
import { ThresholdPack } from "../../src/domain/threshold-pack.ts";

type Amount = NonNullable<AssessedFinding["amount"]>;
type AmountOf<Kind> = Extract<Amount, { kind: Kind }>;

/** A substance detected by LC-MS, without an amount. */
export const finding = (substanceId: string, overrides: Partial<AssessedFinding> = {}): AssessedFinding => ({
  name: substanceId,
  substanceId,
  presence: "detected",
  abundance: undefined,
  amount: undefined,
  methodId: "lc-ms",
  ...overrides,
});

/** So many milligrams per unit, of no stated basis. */
export const dose = (
  substanceId: string,
  value: number,
  amount: Partial<AmountOf<"dose">> = {},
  overrides: Partial<AssessedFinding> = {},
): AssessedFinding =>
  finding(substanceId, {
    amount: {
      kind: "dose",
      value,
      unit: "mg",
      basis: "unspecified",
      uncertainty: undefined,
      estimated: false,
      ...amount,
    },
    ...overrides,
  });

/** So many per cent by weight, of no stated basis. */
export const share = (
  substanceId: string,
  value: number,
  amount: Partial<AmountOf<"percent-by-weight">> = {},
  overrides: Partial<AssessedFinding> = {},
): AssessedFinding =>
  finding(substanceId, {
    amount: {
      kind: "percent-by-weight",
      value,
      basis: "unspecified",
      uncertainty: undefined,
      estimated: false,
      ...amount,
    },
    ...overrides,
  });

/** A tablet from Mazovia that was expected to be MDMA. */
export const sampleOf = (
  findings: AssessedFinding[],
  overrides: Partial<AssessedSample> = {},
): AssessedSample => ({
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  revision: 1,
  organisationId: "01890a5d-ac96-774b-bcce-b302099a8058",
  area: "PL-14",
  expectedName: overrides.expectedSubstanceId ?? "MDMA",
  expectedSubstanceId: "mdma",
  form: "tablet",
  colour: "orange",
  logo: undefined,
  resultAt: new Date("2026-07-04T22:00:00Z"),
  findings,
  ...overrides,
});

/** All that is known, with one pack of these thresholds alone; `cite` and `source` may be left out. */
export const knowledgeWith = (
  knowledge: Knowledge,
  ...thresholds: Record<string, unknown>[]
): MatchingKnowledge =>
  matchingKnowledge({
    ...knowledge,
    packs: [
      ThresholdPack.parse({
        id: "example",
        version: "1",
        language: "en",
        title: "Example",
        status: "adopted",
        source: "example",
        thresholds: thresholds.map((threshold) => ({ cite: "example", source: "example", ...threshold })),
      }),
    ],
  });
