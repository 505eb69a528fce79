import type { JobData } from "../src/adapters/queue.ts";
import { type DeliverDeps, deliverChunk } from "../src/pipeline/deliver-chunk.ts";

/** One job works on one published revision until nothing of it is due. What it leaves behind when it dies is claimed again after the lease. */
export const deliverChunkWorker =
  (deps: DeliverDeps) =>
  ({ alertId, revision }: JobData<"deliver-chunk">): Promise<void> =>
    deliverChunk(deps, alertId, revision);
