import type { Submission } from "../pipeline/record-samples.ts";
import { invalid, type Problem } from "./problem.ts";

const CONFLICTS = {
  sample:
    "A different sample with this id was received before. Both are kept; a person will look at them. Do not send it again: correct the first one with POST /v1/samples/{id}/revisions.",
  "sample-code":
    "Another sample of this session already has this sampleCode. Both are kept; a person will look at them.",
  analysis: "One of the analyses has an id that was used before. Both are kept; a person will look at them.",
} as const;

/** An outcome as status and body; the same for a single post and for a row of a batch. */
export function submissionAnswer(
  submission: Submission,
): { status: 200 | 201; body: Record<string, unknown> } | { problem: Problem } {
  switch (submission.outcome) {
    case "accepted":
    case "already-received":
      return {
        status: submission.outcome === "accepted" ? 201 : 200,
        body: { outcome: submission.outcome, id: submission.sampleId, unresolved: submission.unresolved },
      };
    case "conflict":
      return {
        problem: {
          status: 409,
          kind: `${submission.kind}-conflict`,
          title: "This id means something else already",
          detail: CONFLICTS[submission.kind],
        },
      };
    case "refused":
      return { problem: invalid(submission.errors) };
  }
}
