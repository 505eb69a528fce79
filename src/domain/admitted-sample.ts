import type { Analysis, Finding, Sample } from "./sample.ts";

/** A name that the catalogue does not know, kept as it is, with what may have been meant. */
export interface Unresolved {
  pointer: string;
  name: string;
  suggestions: { substanceId: string; name: string; confidence: number }[];
}

export interface AdmittedFinding extends Finding {
  substanceId: string | null;
}
export interface AdmittedAnalysis extends Omit<Analysis, "findings" | "method"> {
  methodId: string;
  bodyHash: Buffer;
  findings: AdmittedFinding[];
}
export interface AdmittedSample extends Omit<Sample, "analyses"> {
  area: string;
  expectedSubstanceId: string | null;
  analyses: AdmittedAnalysis[];
  bodyHash: Buffer;
  unresolved: Unresolved[];
}
