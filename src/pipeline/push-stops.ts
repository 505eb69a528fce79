import type { PushFlow } from "../adapters/push-flow.ts";
import { listPushServices, noteStop } from "../db/push-services.ts";
import type { Database } from "../db/open-database.ts";
import { faultFields, type Log } from "../log.ts";

export interface PushStops {
  onStopped(pushService: string, why: string): void;
  onResumed(pushService: string): void;
  /** Asks again at once where the operator has said that the fault is mended. */
  heedOperator(flow: PushFlow): Promise<void>;
}

/** Keeps the table and the operator up to date on push services that refuse our credentials. */
export function createPushStops(db: Database, now: () => Date, log: Log): PushStops {
  const stopped = new Set<string>();
  const note = (pushService: string, stop: Parameters<typeof noteStop>[2]) => {
    noteStop(db, pushService, stop).catch((error: unknown) =>
      log.error("a stop could not be noted", { pushService, ...faultFields(error) }),
    );
  };
  return {
    onStopped(pushService, why) {
      stopped.add(pushService);
      log.error(
        "a push service refuses our credentials: nothing is sent there, nobody is deleted, it is asked again every few minutes",
        { pushService, why },
      );
      note(pushService, { at: now(), because: why });
    },
    onResumed(pushService) {
      stopped.delete(pushService);
      log.info("a push service accepts our credentials again", { pushService });
      note(pushService, undefined);
    },
    async heedOperator(flow) {
      if (stopped.size === 0) return;
      for (const { name, stoppedAt } of await listPushServices(db))
        if (stoppedAt === null && stopped.delete(name)) flow.resume(name);
    },
  };
}
