import { type Context, Hono } from "hono";
import type { Database } from "../db/open-database.ts";
import { readSample } from "../db/read-sample.ts";
import { parse } from "../domain/parse.ts";
import { Analysis, ClientId, Sample, SampleCorrection } from "../domain/sample.ts";
import type { Log } from "../log.ts";
import { addAnalysis } from "../pipeline/add-analysis.ts";
import { correctSample } from "../pipeline/correct-sample.ts";
import { gatherSamples } from "../pipeline/gather-samples.ts";
import { type RecordSamplesDeps, recordSamples, type Submission } from "../pipeline/record-samples.ts";
import { type Identified, type Identify, requireScope } from "./identify.ts";
import { answerProblem, invalid } from "./problem.ts";
import { readJson, readText } from "./read-body.ts";
import { answerBatch, readRows } from "./sample-batch.ts";
import { answerRevision } from "./sample-revisions.ts";
import { submissionAnswer } from "./submission-answer.ts";

const ONE_SAMPLE_BYTES = 256 * 1024;
const BATCH_BYTES = 8 * 1024 * 1024;

export interface SampleRoutesDeps extends RecordSamplesDeps {
  db: Database;
  identify: Identify;
  /** Called after a commit, so that work begins at once; never awaited. */
  wake: () => void;
  log: Log;
}

const answerOne = (c: Context, submission: Submission): Response => {
  const answer = submissionAnswer(submission);
  return "problem" in answer ? answerProblem(c, answer.problem) : c.json(answer.body, answer.status);
};

/** POST /v1/samples and what belongs to one sample. */
export function sampleRoutes(deps: SampleRoutesDeps): Hono<Identified> {
  const app = new Hono<Identified>();
  const record = async (organisationId: string, samples: readonly Sample[]) => {
    const submissions = await recordSamples(deps, organisationId, samples);
    deps.log.info("samples recorded", { samples: samples.length });
    return submissions;
  };
  const recordOne = gatherSamples(record);

  app.post("/", requireScope(deps.identify, "submit"), async (c) => {
    const text = await readText(c, BATCH_BYTES, ["application/json", "application/x-ndjson"]);
    if (text.outcome === "refused") return answerProblem(c, text.problem);
    const rows = readRows(text.value, c.req.header("content-type") ?? "");
    const { organisationId } = c.get("caller");
    switch (rows.outcome) {
      case "refused":
        return answerProblem(c, rows.problem);
      case "batch": {
        const answer = await answerBatch(rows.rows, (samples) => record(organisationId, samples));
        deps.wake();
        return c.json(answer);
      }
      case "one": {
        if (text.value.length > ONE_SAMPLE_BYTES)
          return answerProblem(c, {
            status: 413,
            kind: "body-too-large",
            title: "One sample cannot be that large",
            detail: `At most ${ONE_SAMPLE_BYTES} bytes are accepted for one sample; many samples go in one list, or one a line.`,
          });
        const parsed = parse(Sample, rows.value);
        if (parsed.outcome === "refused") return answerProblem(c, invalid(parsed.errors));
        const submission = await recordOne(organisationId, parsed.value);
        deps.wake();
        return answerOne(c, submission);
      }
    }
  });

  app.post("/:id/analyses", requireScope(deps.identify, "submit"), async (c) => {
    const sampleId = ClientId.safeParse(c.req.param("id"));
    if (!sampleId.success) return answerRevision(c, { outcome: "unknown-sample" });
    const body = await readJson(c, ONE_SAMPLE_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const parsed = parse(Analysis, body.value);
    if (parsed.outcome === "refused") return answerProblem(c, invalid(parsed.errors));
    const outcome = await addAnalysis(deps, c.get("caller").organisationId, sampleId.data, parsed.value);
    deps.wake();
    return answerRevision(c, outcome);
  });

  app.post("/:id/revisions", requireScope(deps.identify, "submit"), async (c) => {
    const sampleId = ClientId.safeParse(c.req.param("id"));
    if (!sampleId.success) return answerRevision(c, { outcome: "unknown-sample" });
    const body = await readJson(c, ONE_SAMPLE_BYTES);
    if (body.outcome === "refused") return answerProblem(c, body.problem);
    const parsed = parse(SampleCorrection, body.value);
    if (parsed.outcome === "refused") return answerProblem(c, invalid(parsed.errors));
    const outcome = await correctSample(deps, c.get("caller").organisationId, sampleId.data, parsed.value);
    deps.wake();
    return answerRevision(c, outcome);
  });

  app.get("/:id", requireScope(deps.identify, "read"), async (c) => {
    const sample = await readSample(
      deps.db,
      deps.knowledge,
      c.get("caller").organisationId,
      c.req.param("id"),
    );
    return sample
      ? c.json(sample)
      : answerProblem(c, {
          status: 404,
          kind: "not-found",
          title: "Your organisation has no sample with this id",
        });
  });
  return app;
}
