import type { AssessedFinding } from "../domain/match.ts";
import type { Evidence } from "../domain/review.ts";
import { sayDecision } from "../domain/say-decision.ts";
import { evidenceOf } from "./evidence.ts";
import type { Database } from "./open-database.ts";

const amountInWords = ({ amount, abundance }: AssessedFinding): string => {
  if (!amount) return abundance ?? "not measured";
  const number =
    amount.kind === "dose" ? `${amount.value} ${amount.unit} per unit` : `${amount.value} % by weight`;
  const basis = amount.basis === "unspecified" ? "" : `, as ${amount.basis}`;
  const uncertainty = amount.uncertainty === undefined ? "" : ` ± ${amount.uncertainty}`;
  return `${amount.estimated ? "about " : ""}${number}${uncertainty}${basis}`;
};

/** What a reviewer reads beside the text: each sample, what was found, and every threshold that it crossed. Newest first. */
export async function loadEvidenceView(db: Database, alertId: string): Promise<Evidence[]> {
  const evidence = (await evidenceOf(db, [alertId])).get(alertId) ?? [];
  const ids = evidence.map(({ sample }) => sample.id);
  if (ids.length === 0) return [];
  const codes = await db.selectFrom("sample").select(["id", "sample_code"]).where("id", "in", ids).execute();
  const decisions = await db
    .selectFrom("decision")
    .select(["sample_id", "sample_revision", "action", "reason"])
    .where("sample_id", "in", ids)
    .execute();
  return evidence
    .map(({ sample, matches }): Evidence => {
      const decision = decisions.find(
        (one) => one.sample_id === sample.id && one.sample_revision === sample.revision,
      );
      return {
        sampleId: sample.id,
        sampleCode: codes.find((one) => one.id === sample.id)?.sample_code ?? sample.id,
        revision: sample.revision,
        area: sample.area,
        resultAt: sample.resultAt,
        expectedName: sample.expectedName,
        form: sample.form,
        colour: sample.colour,
        logo: sample.logo,
        findings: sample.findings.map((finding) => ({
          name: finding.name,
          presence: finding.presence,
          amount: finding.presence === "detected" ? amountInWords(finding) : "",
          method: finding.methodId,
        })),
        matches: matches.map(({ ruleId, packId, packVersion, packStatus, level, reason }) => ({
          ruleId,
          packId,
          packVersion,
          packStatus,
          level,
          reason,
        })),
        decision: decision ? sayDecision(decision.reason) : "",
      };
    })
    .toReversed();
}
