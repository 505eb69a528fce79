import { Interest } from "../domain/interest.ts";
import { QuietHours } from "../domain/quiet-hours.ts";
import { PushSubscriptionJson, SubscriptionRequest } from "../pipeline/subscribe.ts";
import {
  ApplicationServerKey,
  ChangedSubscription,
  ConfirmedSubscription,
  StoredInterest,
  StoredSubscription,
  SubscriptionReceipt,
  TestMessage,
} from "./api-subscription-answers.ts";
import { type ApiOperation, explained, type NamedSchema } from "./openapi-operation.ts";
import { Confirmation } from "./subscriptions.ts";

export const SENT_SUBSCRIPTIONS: readonly NamedSchema[] = [
  explained("Interest", Interest, "What a subscription wants to hear of. Coarse on purpose.", {
    areas:
      "Codes of areas such as PL or PL-14; none means everywhere. A country includes its parts, and the other way round.",
    substanceClasses: "Ids of substance classes, such as opioid; none means all.",
    levelFloor: "Alerts below this level are not sent.",
    language: "Language of the messages, two letters.",
    quietHours:
      "When nobody wants to be woken: alerts below a level wait, and come afterwards if they still hold.",
  }),
  explained("QuietHours", QuietHours, "Hours of the day, every day. They may go past midnight.", {
    from: "Time of day by a clock in `timeZone`, such as 22:30.",
    to: "Time of day at which they end.",
    timeZone: "IANA time zone, such as Europe/Warsaw.",
    below: "Alerts of this level and above come at once all the same.",
  }),
  explained("PushSubscription", PushSubscriptionJson, "What PushSubscription.toJSON() gives in a browser.", {
    endpoint: "Address at a push service. Kept encrypted.",
    expirationTime: "Not used.",
    keys: "The device's public key and secret (RFC 8291).",
  }),
  explained("SubscriptionRequest", SubscriptionRequest, "A device that wants to be told.", {
    subscription: "Of the browser.",
    interest: "What it wants to hear of. Left out: every warning and red alert.",
    invitation: "What stands in the link of an organisation's invitation: makes it one of its outreach team.",
    replaces: "The subscription that this takes the place of; it is erased.",
  }),
  explained("Confirmation", Confirmation, "Proof that a message has reached the device.", {
    code: "The code of the first message, from notification.data.confirm.",
  }),
];

export const ANSWERED_SUBSCRIPTIONS: readonly NamedSchema[] = [
  {
    name: "SubscriptionReceipt",
    schema: SubscriptionReceipt,
    description: "The subscription that was made.",
  },
  { name: "StoredInterest", schema: StoredInterest, description: "An interest as it is kept." },
  {
    name: "StoredSubscription",
    schema: StoredSubscription,
    description: "All that is kept of a subscription, but for the endpoint and the keys.",
  },
];

const INTEREST = {
  areas: ["PL-14"],
  substanceClasses: ["opioid"],
  levelFloor: "warning",
  language: "en",
  quietHours: { from: "02:00", to: "09:00", timeZone: "Europe/Warsaw", below: "red" },
};
const ID = { id: "Id of the subscription." };
const UNKNOWN =
  "There is no subscription with this id and management token; which of the two is wrong is not said.";

export const SUBSCRIPTION_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "getApplicationServerKey",
    method: "get",
    path: "/v1/application-server-key",
    tag: "subscriptions",
    summary: "Read the application server key",
    description: "What a browser needs to make a push subscription (RFC 8292).",
    access: "public",
    answers: { 200: { description: "The key.", body: { schema: ApplicationServerKey } } },
  },
  {
    id: "subscribe",
    method: "post",
    path: "/v1/subscriptions",
    tag: "subscriptions",
    summary: "Subscribe a device to web push",
    description:
      "Nothing is sent before the device has confirmed a first message, which comes at once. The same browser asking again gets a new management token, and the old one ends.",
    access: "public",
    body: {
      schema: SubscriptionRequest,
      example: {
        subscription: {
          endpoint: "https://updates.push.services.mozilla.com/wpush/v2/example",
          keys: {
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            auth: "BTBZMqHH6r4Tts7J_aSIgg",
          },
        },
        interest: INTEREST,
      },
    },
    answers: {
      201: { description: "Made, and waiting to be confirmed.", body: { schema: SubscriptionReceipt } },
    },
    problems: {
      503: "More new subscriptions than usual are confirmed by nobody. Try again after Retry-After seconds.",
    },
  },
  {
    id: "getSubscription",
    method: "get",
    path: "/v1/subscriptions/{id}",
    tag: "subscriptions",
    summary: "Read what is kept of a subscription",
    description: "Everything but the endpoint and the keys.",
    access: "management-token",
    pathParameters: ID,
    answers: { 200: { description: "The subscription.", body: { schema: StoredSubscription } } },
    problems: { 404: UNKNOWN },
  },
  {
    id: "changeSubscription",
    method: "put",
    path: "/v1/subscriptions/{id}",
    tag: "subscriptions",
    summary: "Change an interest",
    description: "The new interest takes the place of the former one as a whole.",
    access: "management-token",
    pathParameters: ID,
    body: { schema: Interest, example: INTEREST },
    answers: { 200: { description: "What is kept now.", body: { schema: ChangedSubscription } } },
    problems: { 404: UNKNOWN },
  },
  {
    id: "eraseSubscription",
    method: "delete",
    path: "/v1/subscriptions/{id}",
    tag: "subscriptions",
    summary: "Erase a subscription",
    description: "At once and for good.",
    access: "management-token",
    pathParameters: ID,
    answers: { 204: { description: "It is erased." } },
    problems: { 404: UNKNOWN },
  },
  {
    id: "confirmSubscription",
    method: "post",
    path: "/v1/subscriptions/{id}/confirm",
    tag: "subscriptions",
    summary: "Confirm the first message",
    description:
      "From now on alerts are sent. Doing so twice is harmless. What nobody confirms within 24 hours is erased.",
    access: "public",
    pathParameters: ID,
    body: { schema: Confirmation, example: { code: "hQb7wUQ0nJ3rJZb0m1JmTA" } },
    answers: { 200: { description: "Confirmed.", body: { schema: ConfirmedSubscription } } },
    problems: { 404: "There is no subscription with this id and code." },
  },
  {
    id: "sendTestMessage",
    method: "post",
    path: "/v1/subscriptions/{id}/test",
    tag: "subscriptions",
    summary: "Send the first message once more",
    description: "At most once a minute. Only for browsers.",
    access: "management-token",
    pathParameters: ID,
    answers: { 202: { description: "It is on its way.", body: { schema: TestMessage } } },
    problems: { 404: UNKNOWN, 422: "It is not a browser." },
  },
];
