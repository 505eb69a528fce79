import type * as z from "zod";
import { PushedMessage, WebhookPayload } from "./answers.ts";
import type { Night } from "./open-night.ts";
import { readFeeds, type Visible } from "./read-feeds.ts";
import type { Published } from "./review-alert.ts";
import type { Steps } from "./show-steps.ts";
import type { ReceivedMessage, UserAgent } from "./user-agent.ts";

/** A phone must have the alert this soon after the last approval. */
export const MOST_MS_TO_PHONE = 2_000;
const PATIENCE_MS = 15_000;

export interface Arrived {
  pushedAt: Date;
  visible: Visible;
}

/**
 * Waits for a published revision at every far end and tells what arrived where, in the order of arrival; `namesFeeds` tells
 * the address of each feed as well. Throws when the phone had to wait too long.
 */
export async function followRevision(
  night: Night,
  phone: UserAgent,
  { alertId, revision, approvalSentAt }: Published,
  show: Steps,
  { namesFeeds = false } = {},
): Promise<Arrived> {
  const [visible, message, webhook] = await Promise.all([
    readFeeds(night, alertId, revision),
    night.push.waitFor(() => receivedByPhone(phone, alertId, revision), PATIENCE_MS),
    night.sink.waitFor(() => receivedByWebhook(night, alertId, revision), PATIENCE_MS),
  ]);
  const ms = message.at.getTime() - approvalSentAt.getTime();
  const arrivals = [
    { at: visible.at, tell: () => tellFeeds(visible, namesFeeds, show) },
    { at: message.at, tell: () => tellScreen(phone, message, ms, show) },
    { at: webhook.at, tell: () => tellWebhook(webhook, show) },
  ];
  for (const { tell } of arrivals.toSorted((a, b) => a.at.getTime() - b.at.getTime())) tell();
  if (ms >= MOST_MS_TO_PHONE)
    throw new Error(
      `from the last approval to the phone it took ${ms} ms; it must be less than ${MOST_MS_TO_PHONE} ms`,
    );
  return { pushedAt: message.at, visible };
}

function tellFeeds({ at, feeds }: Visible, namesFeeds: boolean, show: Steps): void {
  show.step(`Visible in all ${feeds.length} feeds of its areas`, at);
  for (const [title, same] of Map.groupBy(feeds, (feed) => feed.title)) {
    show.detail(title, "title");
    if (namesFeeds) for (const { address } of same) show.detail(address, "feed");
  }
}

function tellWebhook({ at, payload: { type, data } }: ReceivedPayload, show: Steps): void {
  show.step("Webhook received, its signature verified", at);
  show.detail(`${type}: ${data.msgType}, status ${data.status}, revision ${data.revision}`);
}

function tellScreen(phone: UserAgent, message: ReceivedMessage, ms: number, show: Steps): void {
  const { title, body, tag } = readMessage(message);
  const earlier = phone.received.filter((one) => one.at < message.at && readMessage(one).tag === tag);
  const seen = phone.shown().filter((one) => one.tag === tag);
  if (seen.length !== 1 || seen[0]?.body !== body)
    throw new Error("the phone does not show the newest word alone");
  show.step(`Pushed: on the phone ${ms} ms after the last approval`, message.at);
  show.detail(title, "title");
  show.detail(body, "text");
  show.detail(`decrypted, from ${message.bytes} bytes; urgency ${message.urgency}`, "message");
  if (earlier.length > 0) show.detail("it stands in the place of the earlier notification", "screen");
}

const readMessage = ({ text }: ReceivedMessage) => PushedMessage.parse(JSON.parse(text)).notification;

/** The tag names the alert, and the revision stands in the data. */
const receivedByPhone = (phone: UserAgent, alertId: string, revision: number) =>
  phone.received.find((message) => {
    const { tag, data } = readMessage(message);
    return tag === `alert-${alertId}` && data.revision === revision;
  });

interface ReceivedPayload {
  at: Date;
  payload: z.infer<typeof WebhookPayload>;
}

const receivedByWebhook = (night: Night, alertId: string, revision: number): ReceivedPayload | undefined =>
  night.sink.received
    .map(({ at, payload }) => ({ at, payload: WebhookPayload.parse(payload) }))
    .find(({ payload }) => payload.data.alertId === alertId && payload.data.revision === revision);
