import type { AdmittedSample } from "./admitted-sample.ts";
import type { AssessedSample } from "./match.ts";

/** An admitted sample as matching sees it: no people, no places finer than the area. `resultAt` is its newest result, else `otherwise`. */
export function assessSample(
  sample: AdmittedSample,
  organisationId: string,
  otherwise: Date,
): AssessedSample {
  const analyses = sample.analyses.toSorted((a, b) => a.analysedAt.getTime() - b.analysedAt.getTime());
  return {
    id: sample.id,
    revision: 1,
    area: sample.area,
    organisationId,
    expectedName: sample.expectedSubstance,
    expectedSubstanceId: sample.expectedSubstanceId ?? undefined,
    form: sample.form,
    colour: sample.appearance?.colour,
    logo: sample.appearance?.logo,
    resultAt: analyses.at(-1)?.analysedAt ?? otherwise,
    findings: analyses.flatMap((analysis) =>
      analysis.findings.map((finding) => ({
        name: finding.substance,
        substanceId: finding.substanceId ?? undefined,
        presence: finding.presence,
        abundance: finding.abundance,
        amount: finding.amount && { ...finding.amount, uncertainty: finding.amount.uncertainty },
        methodId: analysis.methodId,
      })),
    ),
  };
}
