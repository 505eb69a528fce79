import { expectedOf, isAsExpected } from "./expectation.ts";
import { matchIdentity } from "./match-identity.ts";
import type { DetectedSubstance, SampleCheck } from "./match-sample.ts";
import type { Match } from "./match.ts";
import type { Substance } from "./substance.ts";

/** Adulterants of low risk (caffeine, paracetamol) are no surprise worth a rule here; those of concern have rules of their own. */
const isActive = ({ role }: Substance): boolean => role === "psychoactive";

/**
 * The sample is not what it was expected to be. Silent when the expected substance is not known for sure, and about
 * absence only when a method that confirms identity looked: "not seen by FTIR" is not "absent".
 */
export const matchMismatch: SampleCheck = (entry, detected, sample, knowledge) => {
  const { threshold } = entry;
  const expected = expectedOf(sample, knowledge);
  if (threshold.kind !== "mismatch" || !expected) return [];
  const confirmed = detected.filter((one) => one.method.identity === "confirmed");
  const isPresent = detected.some((one) => isAsExpected(one, expected));
  const foreign = confirmed.filter((one) => isActive(one.substance) && !isAsExpected(one, expected));
  const match = (one: DetectedSubstance, reason: string): Match => ({
    ...matchIdentity(entry, one),
    level: threshold.level,
    grade: "confirmed-identity",
    inputs: { expected: expected.name, found: one.substance.name },
    reason: `${reason} (${threshold.cite}, ${threshold.level} level); method ${one.method.name}, confirmed identity`,
  });
  switch (threshold.mismatch) {
    case "expected-absent":
      return isPresent
        ? []
        : foreign.map((one) =>
            match(
              one,
              `${one.substance.name} found where ${expected.name} was expected, and no ${expected.name}`,
            ),
          );
    case "unexpected-psychoactive":
      return foreign.map((one) =>
        match(one, `${one.substance.name} found in a sample expected to be ${expected.name}`),
      );
  }
};
