import { type Basis, doseMg } from "./amount.ts";
import { type Level, LEVELS, rankOf } from "./level.ts";
import { matchIdentity } from "./match-identity.ts";
import type { AssessedFinding } from "./match.ts";
import type { DetectedSubstance, ThresholdCheck } from "./match-sample.ts";
import type { Grade } from "./method.ts";
import { gradeInWords } from "./say-method.ts";

/** Like is compared with like or not at all; a published limit that names no basis is taken as it stands. */
const isComparable = (limit: Basis, measured: Basis): boolean =>
  limit === "unspecified" || limit === measured;

const oneLower = (level: Level): Level => LEVELS[Math.max(0, rankOf(level) - 1)] ?? level;

/**
 * How far a value lies above a limit. Strict: equal does not cross. When the value is above the limit but its stated
 * uncertainty reaches back to it, the match counts one level less and says so.
 */
function crossing(
  value: number,
  uncertainty: number | undefined,
  limit: number,
): "clearly" | "within-uncertainty" | undefined {
  if (value <= limit) return undefined;
  return uncertainty !== undefined && value - uncertainty <= limit ? "within-uncertainty" : "clearly";
}

const strengthGrade = ({ method, finding }: DetectedSubstance): Grade => {
  if (method.identity !== "confirmed" || finding.amount?.estimated) return "presumptive";
  return "confirmed-quantity";
};

const number = (value: number): string => String(Number(value.toPrecision(4)));

/** Micrograms below one milligram, as people speak of them. */
const dose = (mg: number): string => (mg < 1 ? `${number(mg * 1000)} µg` : `${number(mg)} mg`);

const asBasis = (amount: NonNullable<AssessedFinding["amount"]>): string =>
  amount.basis === "unspecified" ? "" : ` (as ${amount.basis})`;

export const matchStrength: ThresholdCheck = (entry, detected, sample) => {
  const { threshold } = entry;
  const { amount } = detected.finding;
  if (threshold.kind !== "strength" || amount?.kind !== "dose" || !detected.method.quantity) return undefined;
  if (!threshold.forms.includes(sample.form) || !isComparable(threshold.basis, amount.basis))
    return undefined;
  const valueMg = doseMg(amount);
  const uncertaintyMg =
    amount.uncertainty === undefined ? undefined : doseMg({ ...amount, value: amount.uncertainty });
  const crossed = crossing(valueMg, uncertaintyMg, threshold.aboveMg);
  if (!crossed) return undefined;
  const level = crossed === "clearly" ? threshold.level : oneLower(threshold.level);
  const grade = strengthGrade(detected);
  const doubt = crossed === "clearly" ? "" : `, within the stated uncertainty of ${dose(uncertaintyMg ?? 0)}`;
  return {
    ...matchIdentity(entry, detected),
    level,
    grade,
    inputs: {
      valueMg,
      limitMg: threshold.aboveMg,
      basis: amount.basis,
      uncertaintyMg: uncertaintyMg ?? 0,
      estimated: amount.estimated,
      form: sample.form,
    },
    reason: `${detected.substance.name} ${amount.estimated ? "about " : ""}${dose(valueMg)}${asBasis(amount)} per ${sample.form}, above ${dose(threshold.aboveMg)} (${threshold.cite}, ${threshold.level} level)${doubt}; method ${detected.method.name}, ${gradeInWords(grade)}`,
  };
};

export const matchPercent: ThresholdCheck = (entry, detected, sample) => {
  const { threshold } = entry;
  const { amount } = detected.finding;
  if (
    threshold.kind !== "percent-by-weight" ||
    amount?.kind !== "percent-by-weight" ||
    !detected.method.quantity
  )
    return undefined;
  if (threshold.forms && !threshold.forms.includes(sample.form)) return undefined;
  if (!isComparable(threshold.basis, amount.basis)) return undefined;
  const crossed = crossing(amount.value, amount.uncertainty, threshold.abovePercent);
  if (!crossed) return undefined;
  const grade = strengthGrade(detected);
  return {
    ...matchIdentity(entry, detected),
    level: crossed === "clearly" ? threshold.level : oneLower(threshold.level),
    grade,
    inputs: {
      valuePercent: amount.value,
      limitPercent: threshold.abovePercent,
      basis: amount.basis,
      uncertaintyPercent: amount.uncertainty ?? 0,
      estimated: amount.estimated,
      form: sample.form,
    },
    reason: `${detected.substance.name} ${number(amount.value)} % by weight${asBasis(amount)}, above ${number(threshold.abovePercent)} % (${threshold.cite}, ${threshold.level} level)${crossed === "clearly" ? "" : `, within the stated uncertainty of ${number(amount.uncertainty ?? 0)} %`}; method ${detected.method.name}, ${gradeInWords(grade)}`,
  };
};
