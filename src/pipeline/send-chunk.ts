import type { HttpSender } from "../adapters/post-once.ts";
import { postWebhook } from "../adapters/post-webhook.ts";
import type { Postponed, PushFlow } from "../adapters/push-flow.ts";
import type { Settled } from "../db/settle-chunk.ts";
import { afterAttempt, isGivenUp } from "../domain/after-attempt.ts";
import type { AttemptOutcome } from "../domain/delivery-outcome.ts";
import { LEVEL_TERMS } from "../domain/level.ts";
import type { PublishedAlert } from "../domain/published-alert.ts";
import { quietUntil } from "../domain/quiet-hours.ts";
import { signingSecrets } from "../domain/webhook-secret.ts";
import { minimalPushMessage, pushMessage } from "../render/push-message.ts";
import type { Site } from "../render/site.ts";
import { webhookMessageId, webhookPayload } from "../render/webhook-payload.ts";
import type { Secrets } from "../secrets.ts";
import type { VapidTokens } from "../web-push/vapid-token.ts";
import type { ClaimedDelivery, Destination } from "./claim-chunk.ts";
import { type PushText, pushTopic, sendWebPush } from "./send-web-push.ts";
import { openWebhookAddress } from "./subscriber-address.ts";

export interface SendDeps {
  sender: HttpSender;
  flow: PushFlow;
  secrets: Secrets;
  vapidTokens: VapidTokens;
  site: Site;
  /** Test hosts that the operator named. */
  localOrigins: readonly string[];
  now: () => Date;
  random: () => number;
  /** Whether this process is coming to its end. */
  isStopping: () => boolean;
}

/** A delivery that there is somebody for. */
export type Addressed = ClaimedDelivery & { to: Destination };

const untried = (subscription: number) => ({
  subscription,
  wasTried: false,
  needsNewSubscription: false,
});

/** Parts a claimed chunk into what is to be sent now and what is settled without sending: nobody there, or quiet hours. */
export function sortClaimed(
  deliveries: readonly ClaimedDelivery[],
  level: number,
  now: Date,
): { toSend: Addressed[]; settled: Settled[] } {
  const toSend: Addressed[] = [];
  const settled: Settled[] = [];
  for (const { to, ...delivery } of deliveries) {
    const { subscription } = delivery;
    const quiet = to?.quiet && level < to.quiet.below ? quietUntil(to.quiet, now) : undefined;
    if (!to)
      settled.push({
        ...untried(subscription),
        state: "gone",
        dueAt: undefined,
        answer: "the subscription has ended",
      });
    else if (quiet)
      settled.push({ ...untried(subscription), state: "held", dueAt: quiet, answer: "quiet hours" });
    else toSend.push({ ...delivery, to });
  }
  return { toSend, settled };
}

/**
 * Sends one revision to a chunk of subscriptions, through the flow of that push service (its name). `sealedKeys`: what was made
 * ahead, by number. What cannot be begun before `until`, while the lease surely holds, is left as it was.
 */
export async function sendChunk(
  deps: SendDeps,
  alert: PublishedAlert,
  pushService: string,
  deliveries: readonly Addressed[],
  sealedKeys: ReadonlyMap<number, Buffer>,
  until: Date,
): Promise<Settled[]> {
  const said = sayOnce(deps, alert);
  const isTooLate = () => deps.isStopping() || deps.now() >= until;
  return Promise.all(
    deliveries.map(async (delivery) => {
      const { subscription, to } = delivery;
      const sealedKey = sealedKeys.get(subscription);
      const outcome =
        to.channel === "webhook"
          ? await sendWebhook(deps, alert, to, isTooLate)
          : await deps.flow.send(pushService, async () =>
              isTooLate() ? tooLate(deps) : sendWebPush(deps, { ...to, sealedKey }, said.push(to.language)),
            );
      return settle(delivery, outcome, deps);
    }),
  );
}

const tooLate = ({ now }: SendDeps): Postponed => ({
  outcome: "postponed",
  until: now(),
  why: "there was no time left for it",
});

/** Push services have one flow for all their hosts. Each webhook has one of its own: some hosts serve many organisations. */
async function sendWebhook(
  deps: SendDeps,
  alert: PublishedAlert,
  { subscriptionId, addressSealed }: Destination,
  isTooLate: () => boolean,
): Promise<AttemptOutcome | Postponed> {
  const { secrets, sender, site, flow } = deps;
  const address = openWebhookAddress(secrets, addressSealed);
  if (!address) return { outcome: "bug", why: "what was stored of this subscription cannot be used" };
  return flow.send(subscriptionId, async () => {
    if (isTooLate()) return tooLate(deps);
    const now = deps.now();
    const webhook = {
      endpoint: address.endpoint,
      secrets: signingSecrets(address.secrets, now),
      id: webhookMessageId(alert, subscriptionId),
      message: webhookPayload(site, alert, subscriptionId),
    };
    return postWebhook(sender, webhook, now);
  });
}

/** Each text is written once for a chunk, however many it is for. */
function sayOnce({ site, secrets, now }: SendDeps, alert: PublishedAlert) {
  const pushes = new Map<string, PushText>();
  const level = LEVEL_TERMS[alert.content.level];
  const leftSeconds = Math.floor((alert.expiresAt.getTime() - now().getTime()) / 1000);
  const terms = {
    // Never kept past the alert's own expiry.
    ttlSeconds: Math.max(0, Math.min(level.maxTtlSeconds, leftSeconds)),
    urgency: level.urgency,
    topic: pushTopic(secrets, alert.alertId),
  };
  return {
    push(language: string): PushText {
      const known = pushes.get(language);
      if (known) return known;
      const text = {
        text: Buffer.from(pushMessage(site, alert, language)),
        minimal: Buffer.from(minimalPushMessage(site, alert, language)),
        ...terms,
      };
      pushes.set(language, text);
      return text;
    },
  };
}

function settle(
  { subscription, attempts, begunAt, to }: Addressed,
  outcome: AttemptOutcome | Postponed,
  { now, random }: SendDeps,
): Settled {
  const isOver = to.channel === "webhook" && isGivenUp(now().getTime() - begunAt.getTime());
  const givenUp = (why: string) => ({
    ...untried(subscription),
    state: "failed" as const,
    dueAt: undefined,
    answer: `given up: ${why}`,
  });
  if (outcome.outcome === "postponed")
    return isOver
      ? givenUp(outcome.why)
      : { ...untried(subscription), state: "pending", dueAt: outcome.until, answer: outcome.why };
  const after = afterAttempt(outcome, attempts + 1, random());
  const isPending = after.state === "pending";
  if (isPending && isOver) return { ...givenUp(after.note), wasTried: true };
  return {
    subscription,
    state: after.state,
    wasTried: !isPending || after.isAttempt,
    dueAt: isPending ? new Date(now().getTime() + after.retryInSeconds * 1000) : undefined,
    answer: after.state === "accepted" ? undefined : after.note,
    needsNewSubscription: after.state === "failed" && after.needsNewSubscription,
  };
}
