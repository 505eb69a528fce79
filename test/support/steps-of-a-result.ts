import type { LocalPushService } from "../../demo/local-push-service.ts";
import type { Confirmation, UserAgent } from "../../demo/user-agent.ts";
import type { WebhookSink } from "../../demo/webhook-sink.ts";
import type { ApiAnswer } from "./running-tocsin.ts";
import { aFalseBenzodiazepine, aSession } from "./invented-samples.ts";

/** A Tocsin that can be spoken to over HTTP; how is its own affair. */
export interface Speaker {
  call(method: string, path: string, key?: string, body?: unknown): Promise<ApiAnswer>;
  until<T>(ask: () => Promise<T>, ready: (answer: T) => boolean, timeoutMs?: number): Promise<T>;
}

/** Keys of the people in a story: a session's device, and two reviewers. */
export interface People {
  device: string;
  anna: string;
  ben: string;
}

/** A phone that wants to hear of this, and can: it has had its first message. `invitation`: from the link of an organisation. */
export async function subscribePhone(
  tocsin: Speaker,
  push: LocalPushService,
  interest: object,
  invitation?: string,
): Promise<{ phone: UserAgent; id: string; managementToken: string }> {
  const phone = push.newUserAgent();
  const { subscription } = phone;
  const { body } = await accepted(
    tocsin.call("POST", "/v1/subscriptions", undefined, { subscription, interest, invitation }),
  );
  await confirmPhone(tocsin, push, phone, body.id);
  return { phone, id: body.id, managementToken: body.managementToken };
}

/** The first message reaches the phone, and it answers. */
export async function confirmPhone(
  tocsin: Speaker,
  push: LocalPushService,
  phone: UserAgent,
  id: string,
): Promise<void> {
  const isFor = (one: Confirmation) => one.id === id;
  const { code } = await push.waitFor(() => phone.confirmations.find(isFor), 60_000);
  await accepted(tocsin.call("POST", `/v1/subscriptions/${id}/confirm`, undefined, { code }));
}

/** A server that wants to hear of this, and can: it knows its secret and has answered the challenge. */
export async function registerWebhook(
  tocsin: Speaker,
  sink: Pick<WebhookSink, "url"> & Partial<Pick<WebhookSink, "trust">>,
  key: string,
  interest: object = {},
): Promise<{ id: string; managementToken: string; secret: string }> {
  const { body } = await accepted(tocsin.call("POST", "/v1/webhooks", key, { url: sink.url, interest }));
  sink.trust?.(body.secret);
  await tocsin.until(
    () => tocsin.call("GET", `/v1/webhooks/${body.id}`, key),
    (answer) => answer.body.confirmedAt !== null,
    60_000,
  );
  return body;
}

/** Submits a sample in a session of its own; by default a red one. Returns the sample's id. */
export async function submitResult(
  tocsin: Speaker,
  key: string,
  {
    area = "PL-14",
    sample = aFalseBenzodiazepine,
  }: { area?: string; sample?: typeof aFalseBenzodiazepine } = {},
): Promise<string> {
  const session = aSession({ area });
  await accepted(tocsin.call("POST", "/v1/sessions", key, session));
  const body = sample(session.id);
  await accepted(tocsin.call("POST", "/v1/samples", key, body));
  return body.id;
}

/** What was decided about a sample, as its session is told; waits for the machine. */
export async function noticeOf(tocsin: Speaker, key: string, sampleId: string) {
  const { body } = await tocsin.until(
    () => tocsin.call("GET", `/v1/samples/${sampleId}`, key),
    (answer) => answer.body.notice !== null,
    60_000,
  );
  return body.notice;
}

/** One person reads the newest draft of an alert and approves exactly that. */
export async function approve(tocsin: Speaker, key: string, alertId: string): Promise<ApiAnswer> {
  const { body } = await tocsin.call("GET", `/v1/review/alerts/${alertId}`, key);
  const { contentHash } = body.revisions[0];
  return tocsin.call("POST", `/v1/review/alerts/${alertId}/approve`, key, { contentHash });
}

/** From the tent to publication: submitted, drafted, approved by two people. Returns the alert's id. */
export async function publishResult(
  tocsin: Speaker,
  people: People,
  result: Parameters<typeof submitResult>[2] = {},
): Promise<string> {
  const sampleId = await submitResult(tocsin, people.device, result);
  const { alertId } = await noticeOf(tocsin, people.device, sampleId);
  const first = await accepted(approve(tocsin, people.anna, alertId));
  if (first.body.outcome !== "published") await accepted(approve(tocsin, people.ben, alertId));
  return alertId;
}

async function accepted(asked: Promise<ApiAnswer>): Promise<ApiAnswer> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`refused with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}
