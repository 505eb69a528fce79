import type { Knowledge } from "../src/domain/knowledge.ts";
import { matchSample } from "../src/domain/match-sample.ts";
import type { AssessedFinding, AssessedSample } from "../src/domain/match.ts";
import { matchingKnowledge } from "../src/domain/matching-knowledge.ts";
import { inventRules } from "./knowledge-rules.ts";
import { median, percentile } from "./statistics.ts";

export interface MatchingFigures {
  rules: { few: number; many: number };
  /** Rules that the sample crosses: the cost of saying why is in the figures. */
  matches: number;
  few: { medianUs: number };
  many: { medianUs: number; p99Us: number };
  /** Median with many rules to median with few, of the same rounds. */
  manyToFew: number;
}

const FEW = 100;
const MANY = 10_000;
/** So short that on a busy machine most rounds run without a break. */
const CALLS_A_ROUND = 20;
const ROUNDS = 2_000;
const WARM_UP_CALLS = 20_000;
const CALLS_ONE_BY_ONE = 10_000;

const FOUND = ["heroin", "6-mam", "caffeine", "paracetamol", "noscapine", "medetomidine"];

/** Heroin with medetomidine in it, six findings by GC-MS: it crosses rules about a class, a combination and what was expected. */
const sample: AssessedSample = {
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  revision: 1,
  organisationId: "01890a5d-ac96-774b-bcce-b302099a8058",
  area: "GB-WLS",
  expectedName: "heroin",
  expectedSubstanceId: "heroin",
  form: "powder",
  colour: "brown",
  logo: undefined,
  resultAt: new Date("2026-07-04T22:00:00Z"),
  findings: FOUND.map((substanceId): AssessedFinding => ({
    name: substanceId,
    substanceId,
    presence: "detected",
    abundance: "major",
    amount: {
      kind: "percent-by-weight",
      value: 12.5,
      basis: "unspecified",
      uncertainty: undefined,
      estimated: false,
    },
    methodId: "gc-ms",
  })),
};

/** One sample against the shipped rules and 100 or 10,000 more that do not concern it, in turns so that both see the same machine. */
export function benchMatching(knowledge: Knowledge): MatchingFigures {
  const elsewhere = Array.from({ length: 500 }, (_, number) => `invented-substance-${number}`);
  const withRules = (count: number) =>
    matchingKnowledge({ ...knowledge, packs: [...knowledge.packs, inventRules(count, elsewhere)] });
  const few = withRules(FEW);
  const many = withRules(MANY);
  let matches = 0;
  const microseconds = (known: typeof few, calls: number): number => {
    const started = performance.now();
    for (let call = 0; call < calls; call++) matches = matchSample(sample, known).length;
    return ((performance.now() - started) * 1000) / calls;
  };
  microseconds(few, WARM_UP_CALLS);
  microseconds(many, WARM_UP_CALLS);

  const rounds = Array.from({ length: ROUNDS }, () => ({
    few: microseconds(few, CALLS_A_ROUND),
    many: microseconds(many, CALLS_A_ROUND),
  }));
  const took = Array.from({ length: CALLS_ONE_BY_ONE }, () => microseconds(many, 1));
  const ofMany = rounds.map((round) => round.many);
  return {
    rules: { few: FEW, many: MANY },
    matches,
    few: { medianUs: median(rounds.map((round) => round.few)) },
    many: { medianUs: median(ofMany), p99Us: percentile(took, 0.99) },
    manyToFew: median(rounds.map((round) => round.many / round.few)),
  };
}
