import type { Baseline } from "./baseline.ts";
import { matchIdentity } from "./match-identity.ts";
import type { ThresholdCheck } from "./match-sample.ts";
import { strengthGrade } from "./match-strength.ts";
import { valueOf } from "./sample-history.ts";
import { asBasis, dose, number } from "./say-amount.ts";
import { gradeInWords } from "./say-method.ts";

/** What the rule compares with, in its own words; undefined when the value does not go beyond every limit that the rule names. */
function beyond(
  value: number,
  { percentile, timesMedian }: { percentile?: number | undefined; timesMedian?: number | undefined },
  baseline: Baseline,
  say: (value: number) => string,
): string | undefined {
  const words: string[] = [];
  if (percentile !== undefined) {
    const limit = baseline.percentile(percentile);
    if (value <= limit) return undefined;
    words.push(`above ${say(limit)}, the ${percentile}th percentile`);
  }
  if (timesMedian !== undefined) {
    if (value < timesMedian * baseline.median) return undefined;
    words.push(`${number(value / baseline.median)} times ${say(baseline.median)}, the median`);
  }
  return words.join(" and ");
}

/**
 * Stronger than what was usual here of late. Silent where too little was measured to know what is usual, in the sample's area
 * and in every area that it lies in. The sample's own day never counts towards what is usual.
 */
export const matchPercentile: ThresholdCheck = (entry, detected, sample, { history, areas }) => {
  const { threshold } = entry;
  const { finding, substance, method } = detected;
  const { amount } = finding;
  if (threshold.kind !== "percentile" || !amount || !method.quantity || !history) return undefined;
  if (threshold.forms && !threshold.forms.includes(sample.form)) return undefined;
  const baseline = history.baseline(sample.area, {
    substanceId: substance.id,
    kind: amount.kind,
    form: sample.form,
    basis: amount.basis,
    before: sample.resultAt,
    days: threshold.days,
    minimumSamples: threshold.minimumSamples,
  });
  if (!baseline) return undefined;
  const say = (value: number) => (amount.kind === "dose" ? dose(value) : `${number(value)} %`);
  const value = valueOf(amount);
  const words = beyond(value, threshold, baseline, say);
  if (words === undefined) return undefined;
  const grade = strengthGrade(detected);
  const what = `${amount.estimated ? "about " : ""}${say(value)}${asBasis(amount)} ${amount.kind === "dose" ? `per ${sample.form}` : "by weight"}`;
  return {
    ...matchIdentity(entry, detected),
    level: threshold.level,
    grade,
    inputs: {
      [amount.kind === "dose" ? "valueMg" : "valuePercent"]: value,
      ...(threshold.percentile === undefined
        ? {}
        : { percentile: threshold.percentile, percentileValue: baseline.percentile(threshold.percentile) }),
      ...(threshold.timesMedian === undefined ? {} : { timesMedian: threshold.timesMedian }),
      median: baseline.median,
      baselineSamples: baseline.samples,
      baselineArea: baseline.area,
      baselineDays: threshold.days,
      form: sample.form,
    },
    reason: `${substance.name} ${what}, ${words} of ${baseline.samples} samples in ${areas.nameOf(baseline.area)} in the last ${threshold.days} days (${threshold.cite}, ${threshold.level} level); method ${method.name}, ${gradeInWords(grade)}`,
  };
};
