import { foldName } from "./fold-name.ts";
import type { SampleCheck } from "./match-sample.ts";
import type { Match } from "./match.ts";
import { gradeInWords } from "./say-method.ts";

/**
 * What a laboratory could name and we do not know: perhaps new, perhaps only a new spelling; a person must look. Words such as
 * "no compounds of interest" are no substance. The match is about "unknown:" and the folded name, so that the same unknown
 * thing is known again.
 */
export const matchUnknownSubstance: SampleCheck = (
  { pack, threshold, place },
  _detected,
  sample,
  knowledge,
) => {
  if (threshold.kind !== "unknown-substance") return [];
  return sample.findings.flatMap((finding): Match[] => {
    const method = knowledge.method(finding.methodId);
    if (finding.presence !== "detected" || finding.substanceId !== undefined || !method) return [];
    const key = foldName(finding.name);
    if (!threshold.methods.includes(method.id) || key === "" || knowledge.isKnownName(finding.name))
      return [];
    const grade = "confirmed-identity";
    return [
      {
        packId: pack.id,
        packVersion: pack.version,
        packStatus: pack.status,
        ruleId: threshold.id,
        rulePlace: place,
        kind: threshold.kind,
        substanceId: `unknown:${key}`,
        level: threshold.level,
        grade,
        methodId: method.id,
        inputs: { name: finding.name },
        reason: `“${finding.name}” found, which is not in the catalogue and may be new (${threshold.cite}, ${threshold.level} level); method ${method.name}, ${gradeInWords(grade)}`,
      },
    ];
  });
};
