import { takeMessageKeys } from "../db/message-keys.ts";
import type { Database } from "../db/open-database.ts";
import { readRevisions } from "../db/published-alerts.ts";
import { pushServiceName } from "../db/push-services.ts";
import { type Settled, settleChunk } from "../db/settle-chunk.ts";
import type { Log } from "../log.ts";
import { claimChunk } from "./claim-chunk.ts";
import { type SendDeps, sendChunk, sortClaimed } from "./send-chunk.ts";

export interface DeliverDeps extends SendDeps {
  db: Database;
  leaseSeconds: number;
  log: Log;
}

/** The end of a lease is kept for what is under way (15 s at the most) and for writing down what came of it. */
const SENDING_SHARE = 0.6;

/**
 * Sends what is due at one push service, the most urgent chunk first, until nothing is left to claim or the service rests.
 */
export async function deliverDue(deps: DeliverDeps, pushServiceId: number): Promise<void> {
  const pushService = await pushServiceName(deps.db, pushServiceId);
  if (pushService === undefined) return;
  while (!deps.isStopping()) {
    const { until } = deps.flow.state(pushService);
    if (until && until > deps.now()) return;
    const isGoingOn = await deliverChunk(deps, pushServiceId, pushService);
    if (!isGoingOn) return;
  }
}

async function deliverChunk(deps: DeliverDeps, pushServiceId: number, pushService: string): Promise<boolean> {
  const { db, log, leaseSeconds } = deps;
  const until = new Date(deps.now().getTime() + leaseSeconds * SENDING_SHARE * 1000);
  const claim = await claimChunk(db, pushServiceId, leaseSeconds);
  if (!claim) return false;
  const { alertId, revision } = claim;
  const alert = (await readRevisions(db, alertId)).find((one) => one.revision === revision);
  if (!alert) throw new Error(`alert ${alertId} has no published revision ${revision}`);
  const { toSend, settled } = sortClaimed(claim.deliveries, claim.level, deps.now());
  const sealedKeys = await takeMessageKeys(
    db,
    toSend.map(({ subscription }) => subscription),
  );
  log.info("delivering", { alertId, revision, pushService, deliveries: toSend.length });
  const sent = await sendChunk(deps, alert, pushService, toSend, sealedKeys, until);
  log.info("sent", { alertId, revision, pushService, deliveries: sent.filter(isTried).length });
  const result = await settleChunk(db, claim, [...settled, ...sent], deps.now());
  const accepted = sent.filter(({ state }) => state === "accepted").length;
  log.info("settled", { alertId, revision, pushService, accepted });
  if (result.outcome === "overtaken")
    log.warn("a lease was over before its chunk was sent; another worker has it", { alertId, revision });
  if (result.outcome === "mass-loss")
    log.error(
      "a push service says of very many subscriptions that they are gone: none is ended for it until an operator trusts it",
      { pushService, gone: result.gone, answered: result.answered, revived: result.revived },
    );
  // Where nothing could be sent the service rests; the sweep comes back to it.
  return sent.length === 0 || sent.some(isTried);
}

const isTried = ({ wasTried }: Settled): boolean => wasTried;
