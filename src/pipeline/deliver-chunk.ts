import type { HttpSender } from "../adapters/post-once.ts";
import { postWebPush } from "../adapters/post-web-push.ts";
import { postWebhook } from "../adapters/post-webhook.ts";
import type { Database } from "../db/open-database.ts";
import { settleDeliveries, type Settled } from "../db/settle-deliveries.ts";
import { afterAttempt } from "../domain/after-attempt.ts";
import type { AttemptOutcome } from "../domain/delivery-outcome.ts";
import type { AlertReader, PublishedAlert } from "../domain/published-alert.ts";
import type { VapidKey } from "../identity/vapid-keys.ts";
import type { Log } from "../log.ts";
import { pushMessage } from "../render/push-message.ts";
import type { Site } from "../render/site.ts";
import { webhookPayload } from "../render/webhook-payload.ts";
import type { Secrets } from "../secrets.ts";
import { type ClaimedDelivery, claimDeliveries } from "./claim-deliveries.ts";

export interface DeliverDeps {
  db: Database;
  alerts: AlertReader;
  sender: HttpSender;
  secrets: Secrets;
  vapidKeys: readonly VapidKey[];
  /** VAPID subject: whom a push service may write to. */
  contact: string;
  site: Site;
  leaseSeconds: number;
  now: () => Date;
  random: () => number;
  log: Log;
}

/** More than this in flight adds latency, not throughput. */
const IN_FLIGHT = 100;

/** Sends what is due of one published revision, chunk by chunk, until nothing is left to claim. */
export async function deliverChunk(deps: DeliverDeps, alertId: string, revision: number): Promise<void> {
  const alert = (await deps.alerts.revisions(alertId)).find((one) => one.revision === revision);
  if (!alert) return;
  for (;;) {
    const claim = await claimDeliveries(deps.db, alertId, revision, deps.leaseSeconds);
    if (claim.deliveries.length === 0) return;
    deps.log.info("delivering", { alertId, revision, deliveries: claim.deliveries.length });
    const settled = await attemptAll(deps, alert, claim.deliveries);
    deps.log.info("sent", { alertId, revision, deliveries: settled.length });
    await settleDeliveries(deps.db, alertId, revision, claim.leaseId, settled, deps.now());
    deps.log.info("settled", {
      alertId,
      revision,
      accepted: settled.filter((one) => one.after.state === "accepted").length,
    });
  }
}

async function attemptAll(
  deps: DeliverDeps,
  alert: PublishedAlert,
  deliveries: readonly ClaimedDelivery[],
): Promise<Settled[]> {
  const settled: Settled[] = [];
  const waiting = [...deliveries];
  const messages = new Map<string, string>();
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const outcome = await attempt(deps, alert, next, messages);
      settled.push({
        subscriptionId: next.subscriptionId,
        after: afterAttempt(outcome, next.attempts, deps.random()),
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, deliveries.length) }, lane));
  return settled;
}

async function attempt(
  deps: DeliverDeps,
  alert: PublishedAlert,
  delivery: ClaimedDelivery,
  messages: Map<string, string>,
): Promise<AttemptOutcome> {
  const { site, secrets, sender } = deps;
  let endpoint: string;
  let keys: unknown;
  try {
    endpoint = secrets.decrypt(delivery.endpointEncrypted, "endpoint");
    keys = JSON.parse(secrets.decrypt(delivery.keysEncrypted, "subscription-keys"));
  } catch {
    return { outcome: "bug", why: "the stored endpoint cannot be read" };
  }
  const written = `${delivery.channel}:${delivery.language}`;
  const message =
    messages.get(written) ??
    (delivery.channel === "webhook"
      ? webhookPayload(site, alert)
      : pushMessage(site, alert, delivery.language));
  messages.set(written, message);
  if (delivery.channel === "webhook") {
    const id = `${alert.alertId}:${alert.revision}:${delivery.subscriptionId}`;
    return postWebhook(sender, { endpoint, keys, id, message }, deps.now());
  }
  const vapidKey = deps.vapidKeys.find((key) => key.id === delivery.vapidKeyId);
  if (!vapidKey)
    return { outcome: "ours", why: "the application server key of this subscription is missing" };
  return postWebPush(
    sender,
    {
      endpoint,
      keys,
      vapidKey,
      contact: deps.contact,
      message,
      topic: topicOf(secrets, alert.alertId),
      alert,
    },
    deps.now(),
  );
}

/** 32 characters that say nothing: an undelivered earlier message of the same alert is replaced by the later one. */
const topicOf = (secrets: Secrets, alertId: string): string =>
  secrets.keyedHash(alertId, "push-topic").subarray(0, 24).toString("base64url");
