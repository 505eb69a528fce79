import { parse } from "../domain/parse.ts";
import { Sample } from "../domain/sample.ts";
import type { Submission } from "../pipeline/record-samples.ts";
import { invalid, type Problem, problemBody } from "./problem.ts";
import { parseJson } from "./read-body.ts";
import { submissionAnswer } from "./submission-answer.ts";

export const MOST_ROWS = 1_000;

type Row = { outcome: "read"; value: unknown } | { outcome: "refused"; problem: Problem };
export type Rows =
  | { outcome: "one"; value: unknown }
  | { outcome: "batch"; rows: Row[] }
  | { outcome: "refused"; problem: Problem };

/** A JSON object is one sample; a JSON array or NDJSON is a batch, in which a broken line is a broken row and nothing more. */
export function readRows(text: string, contentType: string): Rows {
  const isLines = contentType.toLowerCase().startsWith("application/x-ndjson");
  if (isLines)
    return bounded(
      text.split("\n").filter((line) => line.trim() !== ""),
      parseJson,
    );
  const body = parseJson(text);
  if (body.outcome === "refused") return body;
  if (!Array.isArray(body.value)) return { outcome: "one", value: body.value };
  return bounded(body.value as unknown[], (value) => ({ outcome: "read", value }));
}

/** Counts before it reads: what is too much is not looked at. */
const bounded = <T>(rows: readonly T[], read: (row: T) => Row): Rows =>
  rows.length > MOST_ROWS
    ? {
        outcome: "refused",
        problem: {
          status: 413,
          kind: "too-many-rows",
          title: "The batch has too many rows",
          detail: `At most ${MOST_ROWS} samples in one request; this has ${rows.length}.`,
        },
      }
    : { outcome: "batch", rows: rows.map((row) => read(row)) };

/** One answer for each row, in order; a row that is refused does not touch the others. */
export async function answerBatch(
  rows: readonly Row[],
  record: (samples: Sample[]) => Promise<Submission[]>,
) {
  const parsed = rows.map((row) => (row.outcome === "refused" ? row : parseSample(row.value)));
  const samples = parsed.flatMap((row) => (row.outcome === "parsed" ? [row.value] : []));
  const submissions = (await record(samples)).values();
  const results = parsed.map((row, index) => {
    const answer =
      row.outcome === "parsed"
        ? submissionAnswer(submissions.next().value as Submission)
        : { problem: row.problem };
    return "problem" in answer
      ? { row: index, ...problemBody(answer.problem) }
      : { row: index, status: answer.status, ...answer.body };
  });
  const accepted = results.filter((result) => result.status < 300).length;
  return { rows: results.length, accepted, refused: results.length - accepted, results };
}

function parseSample(
  value: unknown,
): { outcome: "parsed"; value: Sample } | { outcome: "refused"; problem: Problem } {
  const parsed = parse(Sample, value);
  return parsed.outcome === "parsed" ? parsed : { outcome: "refused", problem: invalid(parsed.errors) };
}
