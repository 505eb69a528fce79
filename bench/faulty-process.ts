import { type Behaviour, startFaultyPushService } from "../test/support/faulty-push-service.ts";

/** A push service with a fault, in a process of its own; started by fanout-isolation.ts. Each message names the fault. */
const service = await startFaultyPushService();
process.on("message", (fault: Behaviour) => {
  service.always(fault);
  process.send?.(service.origin);
});
process.on("disconnect", () => process.exit());
