import {
  Challenge,
  NewSecret,
  Replay,
  StoredWebhook,
  WebhookDeliveries,
  WebhookReceipt,
  Webhooks,
} from "./api-webhook-answers.ts";
import { type ApiOperation, explained, type NamedSchema } from "./openapi-operation.ts";
import { WebhookRequest } from "./webhooks.ts";

export const SENT_WEBHOOKS: readonly NamedSchema[] = [
  explained("WebhookRequest", WebhookRequest, "A server of an organisation that wants to be told.", {
    url: "An https address that is public. Redirects are not followed.",
    interest: "What it wants to hear of. Left out: every warning and red alert.",
  }),
];

export const ANSWERED_WEBHOOKS: readonly NamedSchema[] = [
  { name: "WebhookReceipt", schema: WebhookReceipt, description: "The webhook that was made." },
  {
    name: "StoredWebhook",
    schema: StoredWebhook,
    description: "All that is known of a webhook but its secrets.",
  },
  { name: "WebhookDeliveries", schema: WebhookDeliveries, description: "The delivery log of a webhook." },
];

const ID = { id: "Id of the webhook." };
const UNKNOWN = "The organisation has no webhook with this id.";

export const WEBHOOK_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "registerWebhook",
    method: "post",
    path: "/v1/webhooks",
    tag: "webhooks",
    summary: "Register a webhook",
    description: "A signed challenge is sent at once; nothing else is, until the server has answered it.",
    access: "webhook",
    body: {
      schema: WebhookRequest,
      example: {
        url: "https://hooks.example.org/tocsin",
        interest: { areas: ["PL"], levelFloor: "caution" },
      },
    },
    answers: {
      201: { description: "Made, and waiting for its challenge.", body: { schema: WebhookReceipt } },
    },
  },
  {
    id: "listWebhooks",
    method: "get",
    path: "/v1/webhooks",
    tag: "webhooks",
    summary: "List the organisation's webhooks",
    description: "Without their secrets.",
    access: "webhook",
    answers: { 200: { description: "The webhooks.", body: { schema: Webhooks } } },
  },
  {
    id: "getWebhook",
    method: "get",
    path: "/v1/webhooks/{id}",
    tag: "webhooks",
    summary: "Read a webhook",
    description: "Whether it has answered its challenge, and how it stands.",
    access: "webhook",
    pathParameters: ID,
    answers: { 200: { description: "The webhook.", body: { schema: StoredWebhook } } },
    problems: { 404: UNKNOWN },
  },
  {
    id: "endWebhook",
    method: "delete",
    path: "/v1/webhooks/{id}",
    tag: "webhooks",
    summary: "End a webhook",
    description: "Erases it at once.",
    access: "webhook",
    pathParameters: ID,
    answers: { 204: { description: "It is erased." } },
    problems: { 404: UNKNOWN },
  },
  {
    id: "sendChallenge",
    method: "post",
    path: "/v1/webhooks/{id}/test",
    tag: "webhooks",
    summary: "Send the challenge once more",
    description: "At most once a minute.",
    access: "webhook",
    pathParameters: ID,
    answers: { 202: { description: "It is on its way.", body: { schema: Challenge } } },
    problems: { 404: UNKNOWN, 409: "The webhook has ended." },
  },
  {
    id: "makeWebhookSecret",
    method: "post",
    path: "/v1/webhooks/{id}/secrets",
    tag: "webhooks",
    summary: "Make a new signing secret",
    description: "The new one and the former ones all sign, until the former ones end or are retired.",
    access: "webhook",
    pathParameters: ID,
    answers: { 201: { description: "The new secret.", body: { schema: NewSecret } } },
    problems: { 404: UNKNOWN, 409: "As many secrets as are possible are in use." },
  },
  {
    id: "retireFormerSecrets",
    method: "delete",
    path: "/v1/webhooks/{id}/secrets/former",
    tag: "webhooks",
    summary: "Retire the former secrets",
    description: "From now on the newest secret alone signs.",
    access: "webhook",
    pathParameters: ID,
    answers: { 204: { description: "They are retired." } },
    problems: { 404: UNKNOWN },
  },
  {
    id: "listWebhookDeliveries",
    method: "get",
    path: "/v1/webhooks/{id}/deliveries",
    tag: "webhooks",
    summary: "Read the delivery log",
    description: "What became of each revision at this webhook.",
    access: "webhook",
    pathParameters: ID,
    answers: { 200: { description: "The log.", body: { schema: WebhookDeliveries } } },
    problems: { 404: UNKNOWN },
  },
  {
    id: "replayDelivery",
    method: "post",
    path: "/v1/webhooks/{id}/deliveries/{alertId}/{revision}/replay",
    tag: "webhooks",
    summary: "Send a revision once more",
    description: "With the same webhook-id, whatever became of it before.",
    access: "webhook",
    pathParameters: { ...ID, alertId: "Id of the alert.", revision: "Number of the revision." },
    answers: { 202: { description: "It is sent again within seconds.", body: { schema: Replay } } },
    problems: {
      404: "There is no such webhook, or it was never to get this revision.",
      409: "The revision no longer holds, or the webhook gets no alerts.",
    },
  },
];
