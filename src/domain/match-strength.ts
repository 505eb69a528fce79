import { doseMg } from "./amount.ts";
import { crossing, levelOf, sayBasis, sayDoubt } from "./crossing.ts";
import { matchIdentity } from "./match-identity.ts";
import type { AssessedFinding } from "./match.ts";
import type { DetectedSubstance, ThresholdCheck } from "./match-sample.ts";
import type { Grade } from "./method.ts";
import { dose, percent } from "./say-amount.ts";
import { gradeInWords } from "./say-method.ts";

type Amount<Kind> = Extract<AssessedFinding["amount"], { kind: Kind }>;

/** A number is only as sure as the identity of what was measured. */
export const strengthGrade = ({ method, finding }: DetectedSubstance): Grade => {
  if (method.identity !== "confirmed" || finding.amount?.estimated) return "presumptive";
  return "confirmed-quantity";
};

/** A dose with its numbers in milligrams. */
export const inMg = (amount: Amount<"dose">): Amount<"dose"> => ({
  ...amount,
  unit: "mg",
  value: doseMg(amount),
  uncertainty:
    amount.uncertainty === undefined ? undefined : doseMg({ ...amount, value: amount.uncertainty }),
});

/** "about " where the number was worked out, not measured. */
export const about = ({ estimated }: Pick<Amount<"dose">, "estimated">): string =>
  estimated ? "about " : "";

export const matchStrength: ThresholdCheck = (entry, detected, sample) => {
  const { threshold } = entry;
  const { finding, method, substance } = detected;
  if (threshold.kind !== "strength" || finding.amount?.kind !== "dose" || !method.quantity) return undefined;
  if (!threshold.forms.includes(sample.form)) return undefined;
  const amount = inMg(finding.amount);
  const { aboveMg, basis, cite } = threshold;
  const crossed = crossing(amount, { value: aboveMg, basis }, substance);
  if (!crossed) return undefined;
  const grade = strengthGrade(detected);
  return {
    ...matchIdentity(entry, detected),
    level: levelOf(crossed, threshold.level),
    grade,
    inputs: {
      valueMg: amount.value,
      limitMg: aboveMg,
      basis: amount.basis,
      uncertaintyMg: amount.uncertainty ?? 0,
      estimated: amount.estimated,
      form: sample.form,
    },
    reason: `${substance.name} ${about(amount)}${dose(amount.value)}${sayBasis(crossed, amount, dose)} per ${sample.form}, above ${dose(aboveMg)} (${cite}, ${threshold.level} level)${sayDoubt(crossed, amount, dose)}; method ${method.name}, ${gradeInWords(grade)}`,
  };
};

export const matchPercent: ThresholdCheck = (entry, detected, sample) => {
  const { threshold } = entry;
  const { substance, method } = detected;
  const { amount } = detected.finding;
  if (threshold.kind !== "percent-by-weight" || amount?.kind !== "percent-by-weight" || !method.quantity)
    return undefined;
  if (threshold.forms && !threshold.forms.includes(sample.form)) return undefined;
  const { abovePercent, basis, cite } = threshold;
  const crossed = crossing(amount, { value: abovePercent, basis }, substance);
  if (!crossed) return undefined;
  const grade = strengthGrade(detected);
  return {
    ...matchIdentity(entry, detected),
    level: levelOf(crossed, threshold.level),
    grade,
    inputs: {
      valuePercent: amount.value,
      limitPercent: abovePercent,
      basis: amount.basis,
      uncertaintyPercent: amount.uncertainty ?? 0,
      estimated: amount.estimated,
      form: sample.form,
    },
    reason: `${substance.name} ${about(amount)}${percent(amount.value)} by weight${sayBasis(crossed, amount, percent)}, above ${percent(abovePercent)} (${cite}, ${threshold.level} level)${sayDoubt(crossed, amount, percent)}; method ${method.name}, ${gradeInWords(grade)}`,
  };
};
