import type { JsonSchema, OpenApiDocument } from "../render/openapi-shape.ts";
import { ALERT_OPERATIONS, ANSWERED_ALERTS, SHARED_WORDS } from "./openapi-alerts.ts";
import { ANSWERED_COPIES, COPY_OPERATIONS } from "./openapi-copies.ts";
import { describeOperation } from "./openapi-describe-operation.ts";
import { type ApiOperation, TAGS } from "./openapi-operation.ts";
import { COMMON_PROBLEMS, PROBLEM } from "./openapi-problems.ts";
import { ALERT_TEXT, ANSWERED_REVIEW, REVIEW_OPERATIONS, SENT_REVIEW } from "./openapi-review.ts";
import { ANSWERED_RESULTS, RESULT_OPERATIONS, SENT_RESULTS } from "./openapi-samples.ts";
import { describeSchemas } from "./openapi-schemas.ts";
import {
  ANSWERED_SUBSCRIPTIONS,
  SENT_SUBSCRIPTIONS,
  SUBSCRIPTION_OPERATIONS,
} from "./openapi-subscriptions.ts";
import { ANSWERED_WEBHOOKS, SENT_WEBHOOKS, WEBHOOK_OPERATIONS } from "./openapi-webhooks.ts";

/** Everything under /v1, in the order in which people read it. */
export const OPERATIONS: readonly ApiOperation[] = [
  ...ALERT_OPERATIONS,
  ...COPY_OPERATIONS,
  ...RESULT_OPERATIONS,
  ...SUBSCRIPTION_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...REVIEW_OPERATIONS,
];

const SENT = [
  ...SHARED_WORDS,
  ALERT_TEXT,
  ...SENT_RESULTS,
  ...SENT_SUBSCRIPTIONS,
  ...SENT_WEBHOOKS,
  ...SENT_REVIEW,
];
const ANSWERED = [
  ...SHARED_WORDS,
  ALERT_TEXT,
  PROBLEM,
  ...ANSWERED_ALERTS,
  ...ANSWERED_RESULTS,
  ...ANSWERED_COPIES,
  ...ANSWERED_SUBSCRIPTIONS,
  ...ANSWERED_WEBHOOKS,
  ...ANSWERED_REVIEW,
];

const DESCRIPTION =
  "JSON over HTTP. Times are ISO 8601 with an offset, and are answered in UTC. Numbers carry their unit in the name of the field or in a field beside it. What is sent must hold no other fields than those described, so that a mistyped one is not lost silently; answers may get new ones in a release, so leave alone what you do not know. Nothing is renamed or removed within /v1. The sender makes the ids of sessions, samples and analyses: the same thing sent twice is answered 200 and changes nothing. The headers RateLimit and RateLimit-Policy follow an Internet draft and are provisional.";

/** The description of the API as OpenAPI 3.1, made of the schemas that check what comes in. `siteUrl`: origin without a slash. */
export function openApiDocument(siteUrl: string): OpenApiDocument {
  const bodies = OPERATIONS.flatMap(({ body }) => (body ? [body.schema] : []));
  const answers = OPERATIONS.flatMap((one) =>
    Object.values(one.answers).flatMap(({ body }) => (body ? [body.schema] : [])),
  );
  const sent = describeSchemas(SENT, bodies, "input");
  const answered = describeSchemas(ANSWERED, answers, "output");
  const paths: OpenApiDocument["paths"] = {};
  for (const operation of OPERATIONS)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describeOperation(operation, sent, answered),
    };
  return {
    openapi: "3.1.0",
    info: {
      title: "Tocsin",
      version: "1",
      summary: "Drug-checking results in, reviewed alerts out.",
      description: DESCRIPTION,
      license: { name: "GNU Affero General Public License v3.0 only", identifier: "AGPL-3.0-only" },
    },
    servers: [{ url: siteUrl, description: "This installation" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: joined(sent.components, answered.components),
      responses: COMMON_PROBLEMS,
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description:
            "A key of an organisation: `Authorization: Bearer tocsin_…`. Its scopes say what it may: submit, read, review, webhook.",
        },
        managementToken: {
          type: "http",
          scheme: "bearer",
          description: "The management token of one subscription, as it was answered when it was made.",
        },
      },
    },
  };
}

/** A name stands for one thing, whether it is sent or answered. */
function joined(
  sent: Record<string, JsonSchema>,
  answered: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
  for (const [name, schema] of Object.entries(sent)) {
    const other = answered[name];
    const { additionalProperties: _, ...open } = schema;
    if (other && JSON.stringify(open) !== JSON.stringify(other))
      throw new Error(`"${name}" is sent in another shape than it is answered: it needs two names`);
  }
  return { ...sent, ...answered };
}
