import type { JobData } from "../src/adapters/queue.ts";
import { type DeliverDeps, deliverDue } from "../src/pipeline/deliver-due.ts";

/**
 * One job works for one push service until nothing is due there. What it leaves behind when it dies is claimed again after the
 * lease. A job too many for a push service ends at once: more would only keep the workers from the others.
 */
export function deliverDueWorker(deps: DeliverDeps) {
  const atWork = new Map<number, number>();
  const wanted = new Set<number>();
  return async ({ pushServiceId, lanes: most }: JobData<"deliver-due">): Promise<void> => {
    const lanes = atWork.get(pushServiceId) ?? 0;
    if (lanes >= most) {
      wanted.add(pushServiceId);
      return;
    }
    atWork.set(pushServiceId, lanes + 1);
    try {
      // One that is about to end may not have seen what this job was about.
      do await deliverDue(deps, pushServiceId);
      while (wanted.delete(pushServiceId));
    } finally {
      atWork.set(pushServiceId, (atWork.get(pushServiceId) ?? 1) - 1);
    }
  };
}
