import type { Baseline } from "./baseline.ts";
import { type Crossing, levelOf, sayBasis, sayDoubt } from "./crossing.ts";
import { matchIdentity } from "./match-identity.ts";
import type { ThresholdCheck } from "./match-sample.ts";
import { about, inMg, strengthGrade } from "./match-strength.ts";
import { dose, percent, number } from "./say-amount.ts";
import { gradeInWords } from "./say-method.ts";

interface Beyond extends Crossing {
  /** What the value was compared with. */
  words: string;
}

/**
 * How a value lies beyond every limit that the rule names; undefined when it does not. Above a percentile means more than it,
 * so many times the median that or more. Doubtful when the stated uncertainty reaches back to the highest of the limits.
 */
function beyond(
  { value, uncertainty = 0 }: { value: number; uncertainty: number | undefined },
  { percentile, timesMedian }: { percentile?: number | undefined; timesMedian?: number | undefined },
  baseline: Baseline,
  say: (value: number) => string,
): Beyond | undefined {
  const words: string[] = [];
  const limits: number[] = [];
  if (percentile !== undefined) {
    const limit = baseline.percentile(percentile);
    if (value <= limit) return undefined;
    limits.push(limit);
    words.push(`above ${say(limit)}, the ${percentile}th percentile`);
  }
  if (timesMedian !== undefined) {
    const limit = timesMedian * baseline.median;
    if (value < limit) return undefined;
    limits.push(limit);
    words.push(`${number(value / baseline.median)} times ${say(baseline.median)}, the median`);
  }
  const isDoubtful = uncertainty > 0 && value - uncertainty <= Math.max(...limits);
  return { how: isDoubtful ? "within-uncertainty" : "clearly", words: words.join(" and ") };
}

/**
 * Stronger than what was usual here of late. Silent where too little was measured to know what is usual, in the sample's area
 * and in every area that it lies in. The sample's own day never counts towards what is usual.
 */
export const matchPercentile: ThresholdCheck = (entry, detected, sample, { history, areas }) => {
  const { threshold } = entry;
  const { finding, substance, method } = detected;
  if (threshold.kind !== "percentile" || !finding.amount || !method.quantity || !history) return undefined;
  if (threshold.forms && !threshold.forms.includes(sample.form)) return undefined;
  const amount = finding.amount.kind === "dose" ? inMg(finding.amount) : finding.amount;
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
  const say = amount.kind === "dose" ? dose : percent;
  const crossed = beyond(amount, threshold, baseline, say);
  if (!crossed) return undefined;
  const grade = strengthGrade(detected);
  const ofWhat = amount.kind === "dose" ? `per ${sample.form}` : "by weight";
  return {
    ...matchIdentity(entry, detected),
    level: levelOf(crossed, threshold.level),
    grade,
    inputs: {
      [amount.kind === "dose" ? "valueMg" : "valuePercent"]: amount.value,
      [amount.kind === "dose" ? "uncertaintyMg" : "uncertaintyPercent"]: amount.uncertainty ?? 0,
      ...(threshold.percentile === undefined
        ? {}
        : { percentile: threshold.percentile, percentileValue: baseline.percentile(threshold.percentile) }),
      ...(threshold.timesMedian === undefined ? {} : { timesMedian: threshold.timesMedian }),
      median: baseline.median,
      baselineSamples: baseline.samples,
      baselineArea: baseline.area,
      baselineDays: threshold.days,
      basis: amount.basis,
      estimated: amount.estimated,
      form: sample.form,
    },
    reason: `${substance.name} ${about(amount)}${say(amount.value)}${sayBasis(crossed, amount, say)} ${ofWhat}, ${crossed.words} of ${baseline.samples} samples in ${areas.nameOf(baseline.area)} in the last ${threshold.days} days (${threshold.cite}, ${threshold.level} level)${sayDoubt(crossed, amount, say)}; method ${method.name}, ${gradeInWords(grade)}`,
  };
};
