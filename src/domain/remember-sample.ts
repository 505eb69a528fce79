import type { AssessedSample } from "./match.ts";
import type { MatchingKnowledge } from "./match-sample.ts";
import { type SampleHistory, strengthsOf } from "./sample-history.ts";

/** Lets a sample count towards what is usual and known from its day on. What only a hint stood for is not known. */
export function rememberSample(
  history: SampleHistory,
  sample: AssessedSample,
  { method }: Pick<MatchingKnowledge, "method">,
): void {
  const { area, resultAt } = sample;
  for (const strength of strengthsOf(sample, (id) => method(id)?.quantity ?? false))
    history.addStrength(strength);
  for (const { substanceId, presence, methodId } of sample.findings)
    if (substanceId !== undefined && presence === "detected" && method(methodId)?.identity === "confirmed")
      history.addDetection(substanceId, area, resultAt);
  history.addSamples(area, resultAt);
}
