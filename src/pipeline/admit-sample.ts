import { hash } from "node:crypto";
import type {
  AdmittedAnalysis,
  AdmittedFinding,
  AdmittedSample,
  Unresolved,
} from "../domain/admitted-sample.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { type FieldError, pointerTo } from "../domain/field-error.ts";
import type { Knowledge } from "../domain/knowledge.ts";
import { resolveExpected } from "../domain/resolve-expected.ts";
import type { Analysis, Sample } from "../domain/sample.ts";

/** Device clocks run ahead; results from further in the future than this are refused. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Where the day begins first (UTC+14): a day that has begun somewhere is not in the future. */
const EASTERNMOST_OFFSET_MS = 14 * 3_600_000;

export type Admission<T> = { outcome: "admitted"; value: T } | { outcome: "refused"; errors: FieldError[] };

/** SHA-256 over the one spelling of a body: white space, key order and Unicode form make no difference. */
export const bodyHash = (body: unknown): Buffer => hash("sha256", canonicalJson(body), "buffer");

/** Resolves what an analysis names and checks what only the installation can know: its methods and its clock. */
export function admitAnalysis(analysis: Analysis, knowledge: Knowledge, now: Date, path: PropertyKey[] = []) {
  const errors: FieldError[] = [];
  const unresolved: Unresolved[] = [];
  const method = knowledge.methods.find(analysis.method);
  if (!method)
    errors.push({
      pointer: pointerTo([...path, "method"]),
      detail: `"${analysis.method}" is not a known method; known are ${knowledge.methods
        .all()
        .map((one) => one.id)
        .join(", ")}`,
    });
  if (analysis.analysedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS)
    errors.push({
      pointer: pointerTo([...path, "analysedAt"]),
      detail: `lies in the future; it is now ${now.toISOString()}: check the clock of the sending device`,
    });
  const findings = analysis.findings.map((finding, index): AdmittedFinding => {
    const resolved = knowledge.catalogue.resolve(finding.substance);
    if (resolved.outcome === "unresolved")
      unresolved.push({
        pointer: pointerTo([...path, "findings", index, "substance"]),
        name: finding.substance,
        suggestions: resolved.suggestions,
      });
    return { ...finding, substanceId: resolved.outcome === "resolved" ? resolved.substanceId : null };
  });
  const { id, analysedAt } = analysis;
  const admitted: AdmittedAnalysis = {
    id,
    analysedAt,
    methodId: method?.id ?? "",
    bodyHash: bodyHash(analysis),
    findings,
  };
  return { admitted, errors, unresolved };
}

/** Everything about a sample that can be known before the database is asked. Findings keep the laboratory's own words. */
export function admitSample(
  sample: Sample,
  area: string,
  knowledge: Knowledge,
  now: Date,
): Admission<AdmittedSample> {
  const errors: FieldError[] = [];
  const unresolved: Unresolved[] = [];
  const latestToday = new Date(now.getTime() + EASTERNMOST_OFFSET_MS).toISOString().slice(0, 10);
  if (sample.collectedOn && sample.collectedOn > latestToday)
    errors.push({
      pointer: "#/collectedOn",
      detail: `lies in the future; nowhere is it later than ${latestToday} now: check the date`,
    });
  if (new Set(sample.analyses.map((one) => one.id)).size < sample.analyses.length)
    errors.push({ pointer: "#/analyses", detail: "two analyses have the same id; make a new UUID for each" });
  const analyses = sample.analyses.map((analysis, index) => {
    const one = admitAnalysis(analysis, knowledge, now, ["analyses", index]);
    errors.push(...one.errors);
    unresolved.push(...one.unresolved);
    return one.admitted;
  });
  if (errors.length > 0) return { outcome: "refused", errors };
  const expected =
    sample.expectedSubstance === undefined
      ? undefined
      : resolveExpected(knowledge.catalogue, sample.expectedSubstance);
  return {
    outcome: "admitted",
    value: {
      ...sample,
      area,
      expectedSubstanceId: expected?.outcome === "resolved" ? expected.substanceId : null,
      analyses,
      // Each analysis has been hashed already; spelling the longest part of the body out again would double the work.
      bodyHash: bodyHash({ ...sample, analyses: analyses.map((one) => one.bodyHash.toString("base64")) }),
      unresolved,
    },
  };
}
