import type * as z from "zod";
import { AlertText } from "../domain/alert-content.ts";
import { InvitationRequest } from "../domain/invitation.ts";
import { DraftEdit } from "../pipeline/edit-draft.ts";
import {
  AlertUnderReview,
  Approved,
  Conflicts,
  Edited,
  Invitations,
  Kept,
  NewInvitation,
  Opened,
  Queue,
  Rejected,
  Resolved,
  TextRemark,
  Withdrawn,
} from "./api-review-answers.ts";
import { type ApiOperation, explained, type NamedSchema } from "./openapi-operation.ts";
import { Approval, Nothing, Reasoned, type ReviewAction } from "./review-actions.ts";
import { ConflictsQuery, QueueQuery, Resolution } from "./review-api.ts";

export const ALERT_TEXT = explained(
  "AlertText",
  AlertText,
  "The words of an alert in one language: one record, three lengths.",
  {
    headline: "One line for lists and feeds.",
    push: "What the notification says.",
    summary: "What was found, how sure that is, what it looks like. Paragraphs are separated by line breaks.",
    instruction: "What to do now, one instruction a line.",
  },
);

export const SENT_REVIEW: readonly NamedSchema[] = [
  explained("DraftEdit", DraftEdit, "What a reviewer may change. What was found is evidence, not text.", {
    contentHash: "Hash of the content that you read.",
    level: "Lowering a red draft takes two people to approve, as red does.",
    audience: "outreach: outreach teams only, first. Once the public was told, public only.",
    appearance: "What it looks like, in words; null takes it out.",
    texts: "The words by language, two letters each.",
  }),
  explained("Approval", Approval, "A yes to exactly one content.", {
    contentHash: "Hash of the content that you read.",
  }),
  explained("Reason", Reasoned, "Why. It is kept.", { reason: "In words." }),
  explained("InvitationRequest", InvitationRequest, "What decides who can subscribe by an invitation.", {
    name: "For the organisation's own list.",
    validDays: "Days until the link ends.",
    mostUses: "Devices that can subscribe by it.",
  }),
];

export const ANSWERED_REVIEW: readonly NamedSchema[] = [
  {
    name: "Queue",
    schema: Queue,
    description: "Drafts that wait, and published alerts that want attention.",
  },
  {
    name: "AlertUnderReview",
    schema: AlertUnderReview,
    description: "All that a reviewer sees of one alert.",
  },
  { name: "TextRemark", schema: TextRemark, description: "Something to change in a text." },
];

const ID = { id: "Id of the alert." };
const HASH = "5f2d8c3f1b7e4a90c6d1e8b2a7f30495d8c1b6e2f7a3049c5d8e1b6a2f7c3049";
const NOT_OPEN = "The alert has no open draft, or what was read is no longer what stands there.";

const action = (
  name: ReviewAction,
  id: string,
  [summary, description]: readonly [string, string],
  [schema, example]: readonly [z.ZodType, object],
  answer: z.ZodType,
  problems: Record<number, string>,
): ApiOperation => ({
  id,
  method: "post",
  path: `/v1/review/alerts/{id}/${name}`,
  tag: "review",
  summary,
  description,
  access: "review",
  pathParameters: ID,
  body: { schema, example },
  answers: { 200: { description: "Done.", body: { schema: answer } } },
  problems: { 404: "There is no such alert.", ...problems },
});

const WORDS_REFUSED = "The text holds words that are never published; each is named.";

const ACTIONS: readonly ApiOperation[] = [
  action(
    "edit",
    "editDraft",
    [
      "Edit a draft",
      "Takes the evidence in as it stands now. Approvals given before were for other words and no longer count.",
    ],
    [DraftEdit, { contentHash: HASH, level: "warning" }],
    Edited,
    { 409: NOT_OPEN, 422: "The public was told already, or a field cannot be accepted." },
  ),
  action(
    "approve",
    "approveAlert",
    ["Approve a draft", "The last approval that is needed publishes. Red needs two people."],
    [Approval, { contentHash: HASH }],
    Approved,
    { 409: `${NOT_OPEN} Or the evidence has changed since the text was saved.`, 422: WORDS_REFUSED },
  ),
  action(
    "reject",
    "rejectDraft",
    ["Reject a draft", "The same thing at the same level is not drafted again for 14 days."],
    [Reasoned, { reason: "the laboratory had exchanged two samples" }],
    Rejected,
    { 409: NOT_OPEN },
  ),
  action(
    "update",
    "openUpdate",
    [
      "Open an update",
      "A new draft for everybody, with the words of the published alert, which stays until the draft is approved.",
    ],
    [Nothing, {}],
    Opened,
    { 409: "An update is open already, or the alert is not published." },
  ),
  action(
    "withdraw",
    "withdrawAlert",
    ["Withdraw an alert", "At once, by one person; sent to everyone who was sent the alert."],
    [Reasoned, { reason: "the laboratory had exchanged two samples" }],
    Withdrawn,
    { 409: "The alert is not published.", 422: WORDS_REFUSED },
  ),
  action(
    "keep",
    "keepAlert",
    ["Keep an alert as it is", "Somebody looked again at a published alert that called for attention."],
    [Reasoned, { reason: "the new sample says the same" }],
    Kept,
    { 409: "Nothing about the alert calls for attention, or a draft of it is open." },
  ),
];

export const REVIEW_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "listQueue",
    method: "get",
    path: "/v1/review/alerts",
    tag: "review",
    summary: "Read the queue",
    description: "Highest level first, then longest waiting; at most 200.",
    access: "review",
    query: QueueQuery,
    answers: { 200: { description: "The queue.", body: { schema: Queue } } },
    problems: { 422: "The parameter cannot be accepted." },
  },
  {
    id: "getAlertUnderReview",
    method: "get",
    path: "/v1/review/alerts/{id}",
    tag: "review",
    summary: "Read an alert with all its revisions and the evidence",
    description: "What an approval is given on.",
    access: "review",
    pathParameters: ID,
    answers: { 200: { description: "The alert.", body: { schema: AlertUnderReview } } },
    problems: { 404: "There is no such alert." },
  },
  ...ACTIONS,
  {
    id: "listConflicts",
    method: "get",
    path: "/v1/review/conflicts",
    tag: "review",
    summary: "List conflicts",
    description: "What was sent and contradicts something that was sent before, oldest first, at most 200.",
    access: "review",
    query: ConflictsQuery,
    answers: { 200: { description: "Those that nobody has looked at.", body: { schema: Conflicts } } },
    problems: { 422: "The parameter cannot be accepted." },
  },
  {
    id: "resolveConflict",
    method: "post",
    path: "/v1/review/conflicts/{id}",
    tag: "review",
    summary: "Resolve a conflict",
    description: "Notes what somebody found. What is right goes in as a correction of the sample.",
    access: "review",
    pathParameters: { id: "Id of the conflict." },
    body: { schema: Resolution, example: { resolution: "the second one was a test" } },
    answers: { 200: { description: "Noted.", body: { schema: Resolved } } },
    problems: { 404: "There is no such open conflict." },
  },
  {
    id: "listInvitations",
    method: "get",
    path: "/v1/review/invitations",
    tag: "review",
    summary: "List invitations",
    description: "Those of the organisation, newest first, at most 200; never with their links.",
    access: "review",
    answers: { 200: { description: "The invitations.", body: { schema: Invitations } } },
  },
  {
    id: "createInvitation",
    method: "post",
    path: "/v1/review/invitations",
    tag: "review",
    summary: "Invite to the outreach team",
    description: "Whoever opens the link can subscribe to what outreach teams are told.",
    access: "review",
    body: { schema: InvitationRequest, example: { name: "Saturday crew", validDays: 14, mostUses: 20 } },
    answers: { 201: { description: "Made.", body: { schema: NewInvitation } } },
  },
  {
    id: "revokeInvitation",
    method: "delete",
    path: "/v1/review/invitations/{id}",
    tag: "review",
    summary: "Revoke an invitation",
    description: "Nobody subscribes by it any more; who has subscribed stays.",
    access: "review",
    pathParameters: { id: "Id of the invitation." },
    answers: { 204: { description: "Revoked." } },
    problems: { 404: "The organisation has no such invitation that could be revoked." },
  },
];
