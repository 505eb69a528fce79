import type { HttpSender } from "../adapters/post-once.ts";
import type { PushFlow } from "../adapters/push-flow.ts";
import { closeConfirmationEvent, readConfirmationEvent } from "../db/confirmation-events.ts";
import { endUnreachable, markForNewSubscription } from "../db/end-unreachable.ts";
import type { Database } from "../db/open-database.ts";
import type { AttemptOutcome } from "../domain/delivery-outcome.ts";
import type { Log } from "../log.ts";
import { confirmationMessage, minimalConfirmationMessage } from "../render/confirmation-message.ts";
import type { Site } from "../render/site.ts";
import type { Secrets } from "../secrets.ts";
import type { VapidTokens } from "../web-push/vapid-token.ts";
import { confirmationCode } from "./confirmation-code.ts";
import { challengeWebhook } from "./challenge-webhook.ts";
import { noteFailure } from "./relay-outbox.ts";
import { pushTopic, sendWebPush } from "./send-web-push.ts";

export interface SendConfirmationDeps {
  db: Database;
  secrets: Secrets;
  sender: HttpSender;
  flow: PushFlow;
  vapidTokens: VapidTokens;
  site: Site;
  /** Test hosts that the operator named. */
  localOrigins: readonly string[];
  now: () => Date;
  log: Log;
}

const TTL_SECONDS = 24 * 3600;

/**
 * Sends the message by which a device or a webhook shows that alerts will reach it. The event is closed once the push service has
 * taken it or will never take it; otherwise the relay brings it back, more and more seldom, until the unconfirmed subscription expires.
 */
export async function sendConfirmation(deps: SendConfirmationDeps, eventId: string): Promise<void> {
  const { db, flow, log } = deps;
  const id = await readConfirmationEvent(db, eventId);
  if (id === undefined) return;
  const to = await readAddressee(db, id);
  if (!to) return closeConfirmationEvent(db, eventId);
  if (to.channel === "webhook") return challengeWebhook(deps, eventId, to);

  const isFirst = to.confirmed_at === null;
  const outcome = await flow.send(to.pushService, () => attempt(deps, to), isFirst);
  log.info("confirmation sent", { subscription: to.number, outcome: outcome.outcome });
  switch (outcome.outcome) {
    case "accepted":
      return closeConfirmationEvent(db, eventId);
    case "gone":
      await endUnreachable(db, to.number, deps.now());
      return closeConfirmationEvent(db, eventId);
    case "key-mismatch":
      await markForNewSubscription(db, [to.number]);
      return closeConfirmationEvent(db, eventId);
    case "bug":
    case "too-large":
      log.warn("confirmation refused", { subscription: to.number, why: outcome.why });
      return closeConfirmationEvent(db, eventId);
    case "ours":
    case "throttled":
    case "transient":
    case "unknown":
    case "postponed":
      return noteFailure(db, eventId, outcome.why);
  }
}

const readAddressee = (db: Database, id: string) =>
  db
    .selectFrom("subscription as s")
    .innerJoin("push_service as p", "p.id", "s.push_service_id")
    .select(["s.id", "s.number", "s.channel", "s.endpoint_hash", "s.address_sealed"])
    .select(["s.vapid_key_id", "s.language", "s.confirmed_at", "p.name as pushService"])
    .where("s.id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();

function attempt(
  deps: SendConfirmationDeps,
  to: NonNullable<Awaited<ReturnType<typeof readAddressee>>>,
): Promise<AttemptOutcome> {
  const { secrets, site } = deps;
  const confirm = {
    id: to.id,
    code: confirmationCode(secrets, { id: to.id, endpointHash: to.endpoint_hash }),
  };
  return sendWebPush(
    deps,
    { addressSealed: to.address_sealed, vapidKeyId: to.vapid_key_id, sealedKey: undefined },
    {
      text: Buffer.from(confirmationMessage(site, confirm, to.language)),
      minimal: Buffer.from(minimalConfirmationMessage(site, confirm)),
      ttlSeconds: TTL_SECONDS,
      urgency: "high",
      topic: pushTopic(secrets, "confirmation"),
    },
  );
}
