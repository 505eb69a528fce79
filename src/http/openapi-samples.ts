import * as z from "zod";
import { Amount } from "../domain/amount.ts";
import { Analysis, Appearance, Finding, Sample, SampleCorrection } from "../domain/sample.ts";
import { Session } from "../domain/session.ts";
import {
  BatchReceipt,
  Notice,
  RevisionReceipt,
  SampleReceipt,
  SessionReceipt,
  StoredSample,
  UnresolvedName,
} from "./api-sample-answers.ts";
import { type ApiOperation, explained, type NamedSchema } from "./openapi-operation.ts";
import { MOST_ROWS } from "./sample-batch.ts";

const OWN_ID =
  "UUID version 7, made by the sender. Sending the same thing twice is then harmless, and a lost answer no loss.";

const described = {
  sessionId: "The session that took the sample in.",
  sampleCode: "The label on the sample; once in a session. It stays inside the organisation.",
  expectedSubstance: "What it was expected to be, in the words of whoever brought it.",
  form: "What the sample is.",
  appearance: "What it looks like.",
  weightMg: "Weight of the whole unit, or of what was handed in, in milligrams.",
  collectedOn: "The day on which it was handed in, YYYY-MM-DD.",
  analyses: "What was done with it so far; results that come later go to /v1/samples/{id}/analyses.",
};

export const SENT_RESULTS: readonly NamedSchema[] = [
  explained("Session", Session, "One opening of a drug-checking service that takes samples.", {
    id: OWN_ID,
    name: "For the organisation's own use; never published.",
    area: "ISO 3166-1 or 3166-2 code such as PL-14, or the area's name. The finest place that is ever published; never a venue.",
    opensAt: "When it opens, with an offset.",
  }),
  explained("Sample", Sample, "One sample, with none, one or more analyses.", { id: OWN_ID, ...described }),
  explained("SampleCorrection", SampleCorrection, "The whole sample again, as it should have been.", {
    ...described,
    revision: "The revision that this corrects, as GET /v1/samples/{id} gives it.",
    reason: "Why it is corrected. What the sample said before is kept beside it.",
  }),
  explained("Analysis", Analysis, "One run of one method, with everything that it found or looked for.", {
    id: OWN_ID,
    method:
      "Id or alias of a method, such as lc-ms, ftir or fentanyl-strip. It decides what the result may claim.",
    analysedAt: "When the result was obtained, with an offset.",
    findings: "Each substance found or looked for.",
  }),
  explained("Finding", Finding, "One substance that was found or looked for.", {
    substance:
      "The laboratory's own word. A name that is not known is kept as it is and answered with suggestions.",
    presence: "not-detected: looked for and not found, within what the method can see.",
    abundance: "How much, in words, where nothing was measured.",
    amount: "How much, in numbers. Only for what was detected; left out: how much is not known.",
  }),
  {
    name: "Amount",
    schema: Amount,
    description: "How much was found: per unit, or as a share of the whole sample by weight.",
    fields: {
      value: "More than 0. Of a dose in `unit`, per tablet, blotter or other unit; of a share in per cent.",
      unit: "mg: milligrams. µg: micrograms.",
      basis:
        "Whether the number counts the base or a salt. Numbers on different bases are never compared as they stand.",
      uncertainty: "Half width of the stated uncertainty, in the unit of `value`.",
      estimated: "True when the number was worked out, not measured.",
    },
  },
  explained("Appearance", Appearance, "What a sample looks like. The same look can hold something else.", {
    colour: "In words.",
    logo: "What is pressed or printed on it.",
    description: "Anything else.",
  }),
];

export const ANSWERED_RESULTS: readonly NamedSchema[] = [
  { name: "SessionReceipt", schema: SessionReceipt, description: "What became of a session that was sent." },
  { name: "SampleReceipt", schema: SampleReceipt, description: "What became of a sample that was sent." },
  { name: "BatchReceipt", schema: BatchReceipt, description: "What became of each sample of a batch." },
  {
    name: "RevisionReceipt",
    schema: RevisionReceipt,
    description: "What became of a result that was added, or of a correction.",
  },
  { name: "UnresolvedName", schema: UnresolvedName, description: "A name that the catalogue does not know." },
  { name: "StoredSample", schema: StoredSample, description: "A sample as it stands, with its notice." },
  {
    name: "Notice",
    schema: Notice,
    description: "What a session is told of its sample. It is no alert: it concerns this sample alone.",
  },
];

const SESSION = {
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  name: "Saturday, main tent",
  area: "PL-14",
  opensAt: "2026-07-04T18:00:00Z",
};
const ANALYSIS = {
  id: "01890a5d-ac97-7000-8000-000000000002",
  method: "lc-ms",
  analysedAt: "2026-07-04T22:15:00Z",
  findings: [
    { substance: "MDMA", amount: { kind: "dose", value: 214, unit: "mg", basis: "salt", uncertainty: 8 } },
    { substance: "caffeine", abundance: "trace" },
    { substance: "fentanyl", presence: "not-detected" },
  ],
};
const DESCRIBED = {
  sessionId: SESSION.id,
  sampleCode: "T-17",
  expectedSubstance: "MDMA",
  form: "tablet",
  appearance: { colour: "orange", logo: "star" },
  weightMg: 410,
  collectedOn: "2026-07-04",
  analyses: [ANALYSIS],
};
const SAMPLE = { id: "01890a5d-ac97-7000-8000-000000000001", ...DESCRIBED };
const RECEIPT = { outcome: "accepted", id: SAMPLE.id, unresolved: [] };
const REVISED = { ...RECEIPT, revision: 2 };

const AGAIN = "The same was sent before. Nothing has changed.";
const ID = { id: "Id of the sample." };
const CONFLICT =
  "The id means something else already. Both are kept for a person to look at; do not send it again, correct the first.";

export const RESULT_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "createSession",
    method: "post",
    path: "/v1/sessions",
    tag: "results",
    summary: "Create a session",
    description: "One opening of a service. Samples are sent into it.",
    access: "submit",
    body: { schema: Session, example: SESSION },
    answers: {
      201: {
        description: "Committed to disk.",
        body: { schema: SessionReceipt, example: { outcome: "accepted", id: SESSION.id } },
      },
      200: { description: AGAIN, body: { schema: SessionReceipt } },
    },
    problems: { 409: "Another session with this id was received before." },
  },
  {
    id: "submitSample",
    method: "post",
    path: "/v1/samples",
    tag: "results",
    summary: "Submit a sample, or up to 1,000",
    description: `An object is one sample, at most 256 KiB. A list, or one sample a line as application/x-ndjson, is a batch of at most ${MOST_ROWS} samples and 8 MiB; it is always answered with 200 and one result for each row.`,
    access: "submit",
    body: {
      schema: z.union([Sample, z.array(Sample).max(MOST_ROWS)]),
      example: SAMPLE,
      otherTypes: ["application/x-ndjson"],
    },
    answers: {
      201: { description: "Committed to disk.", body: { schema: SampleReceipt, example: RECEIPT } },
      200: {
        description: "The same was sent before, or: a batch, with one result for each row.",
        body: { schema: z.union([SampleReceipt, BatchReceipt]) },
      },
    },
    problems: { 409: CONFLICT },
  },
  {
    id: "getSample",
    method: "get",
    path: "/v1/samples/{id}",
    tag: "results",
    summary: "Read a sample and its notice",
    description: "Only samples of the key's own organisation.",
    access: "read",
    pathParameters: ID,
    answers: { 200: { description: "The sample.", body: { schema: StoredSample } } },
    problems: { 404: "The organisation has no sample with this id." },
  },
  {
    id: "addAnalysis",
    method: "post",
    path: "/v1/samples/{id}/analyses",
    tag: "results",
    summary: "Add a result that arrives later",
    description: "The sample is matched again; an alert that it belongs to is looked at again.",
    access: "submit",
    pathParameters: ID,
    body: { schema: Analysis, example: ANALYSIS },
    answers: {
      201: { description: "Committed to disk.", body: { schema: RevisionReceipt, example: REVISED } },
      200: { description: AGAIN, body: { schema: RevisionReceipt } },
    },
    problems: { 404: "The organisation has no sample with this id.", 409: CONFLICT },
  },
  {
    id: "correctSample",
    method: "post",
    path: "/v1/samples/{id}/revisions",
    tag: "results",
    summary: "Correct a sample",
    description:
      "The whole sample again with all its analyses, as it should have been. What it said before is kept.",
    access: "submit",
    pathParameters: ID,
    body: {
      schema: SampleCorrection,
      example: { ...DESCRIBED, weightMg: 401, revision: 1, reason: "weighed again" },
    },
    answers: {
      201: { description: "Committed to disk.", body: { schema: RevisionReceipt, example: REVISED } },
      200: { description: AGAIN, body: { schema: RevisionReceipt } },
    },
    problems: {
      404: "The organisation has no sample with this id.",
      409: "The sample is at another revision by now, or an id or code in it means something else already. Read it again.",
    },
  },
];
