import type { JobData } from "../src/adapters/queue.ts";
import { type DeliverDeps, deliverDue } from "../src/pipeline/deliver-due.ts";

/** One job works for one push service until nothing is due there. What it leaves behind when it dies is claimed again after the lease. */
export const deliverDueWorker =
  (deps: DeliverDeps) =>
  ({ pushServiceId }: JobData<"deliver-due">): Promise<void> =>
    deliverDue(deps, pushServiceId);
