import type { HttpSender } from "../adapters/post-once.ts";
import { postChallenge } from "../adapters/post-webhook.ts";
import type { PushFlow } from "../adapters/push-flow.ts";
import { closeConfirmationEvent } from "../db/confirmation-events.ts";
import { endUnreachable } from "../db/end-unreachable.ts";
import { markConfirmed } from "../db/mark-confirmed.ts";
import type { Database } from "../db/open-database.ts";
import type { AttemptOutcome } from "../domain/delivery-outcome.ts";
import { signingSecrets } from "../domain/webhook-secret.ts";
import type { Log } from "../log.ts";
import type { Site } from "../render/site.ts";
import { webhookConfirmation } from "../render/webhook-payload.ts";
import type { Secrets } from "../secrets.ts";
import { confirmationCode } from "./confirmation-code.ts";
import { noteFailure } from "./relay-outbox.ts";
import { openWebhookAddress } from "./subscriber-address.ts";

export interface ChallengeDeps {
  db: Database;
  secrets: Secrets;
  sender: HttpSender;
  flow: PushFlow;
  site: Site;
  now: () => Date;
  log: Log;
}

interface Challenged {
  id: string;
  number: number;
  endpoint_hash: Buffer;
  address_sealed: Buffer;
  confirmed_at: Date | null;
}

/**
 * Posts a challenge to a webhook. When the reply holds it, the webhook gets alerts from then on. When it does not, one that is
 * confirmed stays so, and is not asked again by itself; any other is asked again, more and more seldom, until it expires. A process
 * that dies in between leaves the event open, and the challenge is the same the next time.
 */
export async function challengeWebhook(deps: ChallengeDeps, eventId: string, to: Challenged): Promise<void> {
  const { db, flow, log } = deps;
  const outcome = await flow.send(to.id, () => challenge(deps, to));
  log.info("webhook challenged", { subscription: to.number, outcome: outcome.outcome });
  if (outcome.outcome === "accepted") {
    await db.transaction().execute((trx) => markConfirmed(trx, to.number, deps.now()));
    return closeConfirmationEvent(db, eventId, "answered");
  }
  if (outcome.outcome === "gone") {
    await endUnreachable(db, to.number, deps.now());
    return closeConfirmationEvent(db, eventId);
  }
  await noteFailure(db, eventId, outcome.why);
  return to.confirmed_at ? closeConfirmationEvent(db, eventId) : undefined;
}

async function challenge(
  { secrets, sender, site, ...deps }: ChallengeDeps,
  to: Challenged,
): Promise<AttemptOutcome> {
  const address = openWebhookAddress(secrets, to.address_sealed);
  if (!address) return { outcome: "bug", why: "what was stored of this webhook cannot be used" };
  const now = deps.now();
  const code = confirmationCode(secrets, { id: to.id, endpointHash: to.endpoint_hash });
  const webhook = {
    endpoint: address.endpoint,
    secrets: signingSecrets(address.secrets, now),
    id: `confirmation:${to.id}`,
    message: webhookConfirmation(site, to.id, code, now),
  };
  return postChallenge(sender, webhook, code, now);
}
