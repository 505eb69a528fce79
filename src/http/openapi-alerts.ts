import { AlertContent } from "../domain/alert-content.ts";
import { Level } from "../domain/level.ts";
import { Grade } from "../domain/method.ts";
import { Form } from "../domain/sample.ts";
import { AlertDeliveries, AlertRevision, AlertsList, AlertWithHistory } from "./api-alert-answers.ts";
import { AlertsQuery } from "./api-alert-list.ts";
import { ALERT_TYPES } from "./api-media-type.ts";
import { type ApiOperation, explained, type NamedSchema } from "./openapi-operation.ts";

/** Words that stand in what is sent and in what is answered alike. */
export const SHARED_WORDS: readonly NamedSchema[] = [
  {
    name: "Level",
    schema: Level,
    description:
      "How strongly we speak, weakest first. There is no level that means that something is harmless.",
  },
  {
    name: "Grade",
    schema: Grade,
    description:
      "How sure the result is. presumptive: a quick test, or one that can be wrong about what it is. confirmed-identity: what it is, is sure. confirmed-quantity: how much of it, too.",
  },
  { name: "Form", schema: Form, description: "What the sample is." },
];

const content = {
  audience:
    "public: everybody. outreach: outreach teams only, first; such an alert is in no list and no feed.",
  level: "How strongly we speak.",
  grade: "How sure the result is.",
  substance: "What it is chiefly about.",
  substanceClasses: "Classes of the substance, such as opioid.",
  expectedName: "What the samples were expected to be.",
  form: "What the samples are.",
  appearance: "What they look like. The same look can hold something else.",
  area: "The finest place that is published, and the areas that it lies in.",
  samples: "How many samples are behind it.",
  resultsFrom: "Day of the first result, YYYY-MM-DD.",
  resultsTo: "Day of the last result, YYYY-MM-DD.",
  reasons: "Each threshold crossed, as a sentence with numbers, units, source and method.",
  methods: "Methods in words.",
  sender: "The organisation that answers for it.",
  thresholdNotAdopted: "True while a threshold behind it is only proposed.",
  expiresAfterDays: "Days from publication to `expiresAt`.",
  withdrawnBecause: "Why it was withdrawn; only on the withdrawal itself.",
  texts: "The words by language, two letters each.",
};

export const ANSWERED_ALERTS: readonly NamedSchema[] = [
  explained(
    "AlertContent",
    AlertContent,
    "What is published of an alert. Never a venue, a seller or a person.",
    content,
  ),
  {
    name: "AlertRevision",
    schema: AlertRevision,
    description: "One published revision of an alert, and how it stands now.",
    fields: content,
  },
  { name: "AlertsList", schema: AlertsList, description: "A page of alerts." },
  {
    name: "AlertWithHistory",
    schema: AlertWithHistory,
    description: "The newest revision of an alert, and those before it.",
    fields: content,
  },
  {
    name: "AlertDeliveries",
    schema: AlertDeliveries,
    description: "What became of each revision of an alert.",
  },
];

const ID = { id: "Id of the alert." };
const LINK = 'Address of the next page, rel="next" (RFC 8288); left out on the last one.';
const ETAG = "Send it back as If-None-Match; 304 means that nothing has changed.";

export const ALERT_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "listAlerts",
    method: "get",
    path: "/v1/alerts",
    tag: "alerts",
    summary: "List alerts",
    description:
      "A page begins after a place in the order of changes, so nothing comes twice when something is published meanwhile. To follow everything, ask with `updated_since`, read to the last page, and the next time ask from a little before the latest `updatedAt` that you have; keep records by `id` and `revision`, the same one again is harmless. Alerts stay in the list for 90 days after they have ended. By `Accept` the feed of all alerts is answered instead, the same bytes as at /feeds/alerts; it takes no parameters.",
    access: "public",
    query: AlertsQuery,
    answers: {
      200: {
        description: "A page of alerts.",
        body: { schema: AlertsList },
        headers: { Link: LINK, ETag: ETAG },
        otherTypes: Object.keys(ALERT_TYPES).slice(1),
      },
      304: { description: "Nothing has changed since the entity tag that was sent." },
    },
    problems: {
      400: "A parameter is not known, stands there twice, or has a value that cannot be.",
      406: "None of the types asked for can be had.",
    },
  },
  {
    id: "getAlert",
    method: "get",
    path: "/v1/alerts/{id}",
    tag: "alerts",
    summary: "Read an alert with its history",
    description:
      "Alerts are kept for good, also after they have ended. One that only outreach teams were told of is answered to whoever has its address, without being cached.",
    access: "public",
    pathParameters: ID,
    answers: { 200: { description: "The alert.", body: { schema: AlertWithHistory } } },
    problems: { 400: "There is something in the query.", 404: "There is no such alert." },
  },
  {
    id: "getDeliveries",
    method: "get",
    path: "/v1/alerts/{id}/deliveries",
    tag: "review",
    summary: "Read what became of an alert",
    description:
      "How many deliveries were intended and how they stand, for each revision, in all and at each push service. Accepted means by the push service: whether a phone has shown it nobody is told.",
    access: "review",
    pathParameters: ID,
    answers: { 200: { description: "The counts.", body: { schema: AlertDeliveries } } },
    problems: { 404: "No such alert has been fanned out." },
  },
];
